"""An invite link, and a survey with few places; `linked PLACES`, see ready.py."""

import json
import sys

from studies.partners import actions as partners
from tests import make


def main(places: int) -> None:
    asked = make.published_survey(activity=make.open_activity(anonymous=True))
    link = partners.make_link(asked.activity_id, by=None)
    few = make.published_survey(activity=make.open_activity(anonymous=True))
    make.quota(survey=few, target=places)
    addresses = {"link": f"/i/{link.token}/", "quota": f"/s/{few.activity.slug}/"}
    print(json.dumps(addresses))


if __name__ == "__main__":
    main(int(sys.argv[1]))

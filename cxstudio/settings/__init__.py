"""All settings, a module for each noun; Django reads them here as one.

Each `CXSTUDIO_…` variable is described in docs/operations.md.
"""

from cxstudio.settings.accounts import *
from cxstudio.settings.answering import *
from cxstudio.settings.api import *
from cxstudio.settings.application import *
from cxstudio.settings.channels import *
from cxstudio.settings.files import *
from cxstudio.settings.installation import *
from cxstudio.settings.languages import *
from cxstudio.settings.mail import *
from cxstudio.settings.outreach import *
from cxstudio.settings.reading import *
from cxstudio.settings.security import *
from cxstudio.settings.services import *

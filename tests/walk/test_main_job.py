"""The main job from the first click to the leader's page, as people would do it."""

import pytest

from tests.walk import answer, ask, invite, plan, read, tell, write

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_team_hears_people_decides_and_tells_them_what_changed(walk):
    plan.enter(walk)
    plan.start_a_study(walk)
    plan.press_start(walk)
    ask.paste_questions(walk)
    ask.say_what_it_is_for(walk)
    ask.publish_without_spanish(walk)
    ask.publish_in_three_languages(walk)
    ask.start_from_a_starter(walk)
    ask.start_outside_any_study(walk)
    invite.add_partner_and_link(walk)
    invite.scan_code(walk)
    invite.print_flyer(walk)
    answer.read_first_page(walk)
    answer.answer(walk)
    answer.check_and_send(walk)
    answer.ask_to_be_told(walk)
    invite.list_people(walk)
    write.invite(walk)
    write.answer_one(walk)
    write.take_back(walk)
    write.stop_everything(walk)
    write.a_week_later(walk)
    write.want_no_reminder(walk)
    read.see_results(walk)
    read.read_answers(walk)
    read.download(walk)
    read.read_by_script(walk)
    tell.log_conversation(walk)
    tell.compare_drafts(walk)
    tell.decide(walk)
    tell.publish_what_changed(walk)
    tell.show_leader(walk)

import pytest
from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory
from django.urls import reverse

from studies.agencies.models import Agency, Member, Service, User
from studies.agencies.permissions import Permission
from studies.agencies.scoping import rows_of, scoped_filter
from studies.agencies.studio import StudioAdmin, StudioTabularInline
from studies.planning.models import Round, Study
from tests import make

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"admin:studies_service_{name}", args=args)


def enter(client, **fields):
    member = make.member(**fields)
    client.force_login(member.user)
    return member


def request_of(member):
    request = RequestFactory().get("/")
    request.user, request.member, request.agency = member.user, member, member.agency
    return request


class StudyAdmin(StudioAdmin):
    """Not registered: only what it offers to choose from is looked at."""

    view_permission = Permission.STUDY_VIEW
    edit_permission = Permission.STUDY_EDIT
    list_filter = ["service", "state"]


class RoundInline(StudioTabularInline):
    model = Round
    edit_permission = Permission.STUDY_EDIT


def test_a_list_holds_the_rows_of_one_agency(client):
    member = enter(client)
    ours = make.service(agency=member.agency, name="Our service")
    make.service(name="Their service")

    response = client.get(page("changelist"))

    assert list(response.context["cl"].queryset) == [ours]
    assert "Their service" not in response.content.decode()


@pytest.mark.parametrize("name", ["change", "history", "delete"])
def test_a_row_of_another_agency_is_not_there(client, name):
    enter(client, role="administrator")
    theirs = make.service()

    response = client.get(page(name, theirs.pk), follow=True)

    assert theirs.name not in response.content.decode()


def test_a_post_to_a_row_of_another_agency_changes_nothing(client):
    enter(client)
    theirs = make.service(name="Theirs")

    client.post(page("change", theirs.pk), {"name": "Ours now"})

    theirs.refresh_from_db()
    assert theirs.name == "Theirs"


def test_a_list_action_leaves_rows_of_another_agency_alone(client):
    enter(client)
    theirs = make.service()

    client.post(
        page("changelist"),
        {"action": "archive_chosen", "_selected_action": [theirs.pk]},
    )

    theirs.refresh_from_db()
    assert theirs.archived_at is None


def test_relations_offer_only_rows_of_the_agency():
    member = make.member()
    ours = make.service(agency=member.agency)
    make.service()
    studies = StudyAdmin(Study, admin.site)

    form = studies.get_form(request_of(member))

    assert list(form.base_fields["service"].queryset) == [ours]
    assert "agency" not in form.base_fields


def test_autocomplete_finds_only_rows_of_the_agency():
    member = make.member()
    ours = make.service(agency=member.agency, name="Food")
    make.service(name="Food")
    services = admin.site._registry[Service]

    rows = services.get_queryset(request_of(member))
    found, _ = services.get_search_results(request_of(member), rows, "Food")

    assert list(found) == [ours]


def test_filters_offer_only_rows_of_the_agency():
    member = make.member()
    ours = [make.study(agency=member.agency).service_id for _ in range(2)]
    make.study()
    request = request_of(member)
    studies = StudyAdmin(Study, admin.site)

    change_list = studies.get_changelist_instance(request)
    choices = {
        spec.title: [value for value, _ in spec.lookup_choices]
        for spec in change_list.filter_specs
        if hasattr(spec, "lookup_choices")
    }

    assert choices["service"] == ours


def test_a_filter_across_a_relation_names_a_class_of_its_own():
    with pytest.raises(ImproperlyConfigured):
        scoped_filter(Study, "service__name")


def test_inline_rows_are_the_agencys_and_each_input_has_a_name():
    member = make.member()
    ours = make.round_(study=make.study(agency=member.agency))
    make.round_()
    inline = RoundInline(Study, admin.site)

    form = inline.get_formset(request_of(member), ours.study).form

    assert list(inline.get_queryset(request_of(member))) == [ours]
    assert form.base_fields["number"].widget.attrs["aria-label"] == "Number"


def test_a_model_without_a_tenant_is_never_shown():
    with pytest.raises(ImproperlyConfigured):
        rows_of(type(make.agency().history.model()), make.agency())


def test_accounts_are_those_of_the_agencys_present_members():
    member, ended = make.member(), make.member()
    Member.objects.filter(pk=ended.pk).update(
        agency=member.agency, ended_at=ended.joined_at
    )

    assert list(rows_of(User, member.agency)) == [member.user]
    assert list(rows_of(Agency, member.agency)) == [member.agency]


def test_a_new_row_belongs_to_the_members_agency_whatever_is_posted(client):
    member = enter(client)
    other = make.agency()

    client.post(page("add"), {"name": "Heating help", "agency": other.pk})

    service = Service.objects.get()
    assert (service.name, service.agency) == ("Heating help", member.agency)
    assert service.history.get().history_user == member.user


def test_a_second_row_of_the_same_name_is_refused_in_words(client):
    member = enter(client)
    make.service(agency=member.agency, name="Heating help")

    response = client.post(page("add"), {"name": "Heating help"})

    assert "There is already a service with this name" in response.content.decode()
    assert Service.objects.count() == 1


@pytest.mark.parametrize(
    "role, list_status, add_status",
    [("viewer", 200, 403), ("designer", 200, 200), ("administrator", 200, 200)],
)
def test_the_role_decides_who_sees_and_who_edits(client, role, list_status, add_status):
    enter(client, role=role)

    assert client.get(page("changelist")).status_code == list_status
    assert client.get(page("add")).status_code == add_status


def test_nothing_is_deleted(client):
    member = enter(client, role="administrator")
    service = make.service(agency=member.agency)

    assert client.post(page("delete", service.pk), {"post": "yes"}).status_code == 403
    assert "delete_selected" not in client.get(page("changelist")).content.decode()
    assert Service.objects.filter(pk=service.pk).exists()


def test_a_row_is_archived_from_the_list_and_brought_back(client):
    member = enter(client)
    service = make.service(agency=member.agency)
    chosen = {"_selected_action": [service.pk]}

    client.post(page("changelist"), {"action": "archive_chosen", **chosen})
    current = client.get(page("changelist")).context["cl"].queryset
    archived = client.get(page("changelist") + "?shown=archived").context["cl"].queryset

    assert (list(current), list(archived)) == ([], [service])

    client.post(
        page("changelist") + "?shown=archived",
        {"action": "bring_back_chosen", **chosen},
    )
    service.refresh_from_db()
    assert service.archived_at is None
    assert service.history.first().history_user == member.user


def test_a_row_is_archived_from_its_form_and_the_button_turns(client):
    member = enter(client)
    service = make.service(agency=member.agency, name="Old")
    button = "studies_service_archive_this"

    assert button in client.get(page("change", service.pk)).content.decode()
    client.post(page("change", service.pk), {"name": "Old", button: "1"})

    service.refresh_from_db()
    assert service.archived_at is not None
    after = client.get(page("change", service.pk)).content.decode()
    assert button not in after
    assert "studies_service_bring_back_this" in after


def test_a_viewer_finds_no_button_that_archives(client):
    member = enter(client, role="viewer")
    service = make.service(agency=member.agency)

    response = client.get(page("change", service.pk))
    client.post(
        page("changelist"),
        {"action": "archive_chosen", "_selected_action": [service.pk]},
    )

    assert "archive_this" not in response.content.decode()
    service.refresh_from_db()
    assert service.archived_at is None


def test_history_says_who_changed_what(client):
    member = enter(client)
    service = make.service(agency=member.agency, name="Before")
    client.post(page("change", service.pk), {"name": "After"})

    changes = client.get(page("history", service.pk)).context["changes"]

    assert [(one["kind"], one["by"], one["fields"]) for one in changes] == [
        ("~", member.user, [{"name": "name", "old": "Before", "new": "After"}]),
        ("+", None, []),
    ]


def test_a_list_asks_the_database_as_often_for_three_rows_as_for_one(
    client, django_assert_num_queries
):
    member = enter(client)
    make.service(agency=member.agency)
    with django_assert_num_queries(5):
        client.get(page("changelist"))
    for _ in range(2):
        make.service(agency=member.agency)

    with django_assert_num_queries(5):
        client.get(page("changelist"))


def test_the_themes_search_and_the_jump_to_any_row_have_no_address(client):
    enter(client)

    assert client.get("/studio/search/?s=a").status_code == 404
    assert client.get("/studio/r/1/1/").status_code == 404


def test_somebody_without_a_membership_does_not_enter(client):
    client.force_login(make.user(is_operator=True))

    response = client.get(page("changelist"))

    assert response.status_code == 302

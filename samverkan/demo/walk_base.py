"""One case on its way: who takes part, when each step happens, where the committee meets."""

from datetime import date, datetime, time

from django.utils import timezone

from applications import deadlines
from applications.models import Case, CaseActor, Committee, Meeting
from applications.states import Initiative
from samverkan.demo import people
from samverkan.demo.story import Story


class WalkBase:
    """One case on its way. `first_day` is the day of the first contact; every step has its day in the story.

    `maja` is the case's officer, `idris` whoever speaks for the group, `jonatan` the other officer.
    """

    def __init__(self, story: Story, *, first_day: date) -> None:
        self.story = story
        self.first_day = first_day
        self.pk = 0
        at = self.at("open_case")
        self.maja, self.jonatan, self.viveka, self.sixten, self.tove, _admir = (
            people.person(email, at=at, **fields) for email, fields in people.STAFF
        )
        if story.has_jonatan:
            self.maja, self.jonatan = self.jonatan, self.maja
        self.is_city = story.initiative == Initiative.CITY
        self.idris = (
            self.maja
            if self.is_city
            else people.person(story.representative[0], at=at, **story.representative[1])
        )
        self.assessor = self.jonatan if self.is_city else self.maja

    # --- time and place ----------------------------------------------------------------------------------
    def day(self, step: str) -> date:
        """Return the day of a step."""
        return self.story.day(step, self.first_day)

    def at(self, step: str, hour: int = 10, minute: int = 0) -> datetime:
        """Return the moment of a step, in Swedish time."""
        moment = time(hour, minute)
        return datetime.combine(self.day(step), moment, tzinfo=timezone.get_current_timezone())

    def working(self, step: str, hour: int) -> datetime:
        """Return the moment of a step, moved past weekends and days off: people meet on working days."""
        day = deadlines.next_working_day(self.day(step))
        return datetime.combine(day, time(hour), tzinfo=timezone.get_current_timezone())

    @property
    def case(self) -> Case:
        """The case as it is stored now."""
        return Case.objects.select_related("officer").get(pk=self.pk)

    @property
    def parts(self) -> list[CaseActor]:
        """The actors of the group."""
        return list(self.case.case_actors.filter(in_group=True).select_related("actor").order_by("id"))

    def meeting(self, step: str) -> Meeting:
        """Return the committee's meeting on the day of a step."""
        committee, _created = Committee.objects.get_or_create(
            name="tekniska nämnden", defaults={"short": "TN", "decides": True}
        )
        return Meeting.objects.get_or_create(
            committee=committee,
            date=self.day(step),
            defaults={"place": "Stadshuset, August Palms plats 1", "starts_at": time(13)},
        )[0]

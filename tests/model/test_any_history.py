"""Whatever is done, refused, broken off, erased or published in whatever order: the journal stays whole and tells all."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import func, select

from consult_desk import actions as act
from consult_desk.base.errors import Refused
from consult_desk.desk import Desk, Tx
from consult_desk.model import Group, JournalBody, JournalEntry
from consult_desk.model.journaling import take_head
from consult_desk.views.journal import check_home
from tests.desk.homes import founded


class History(RuleBasedStateMachine):
    """A desk and the names its groups should have."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.desk = founded(Path(self.folder.name) / "村")
        self.names = {"一组"}

    @rule(name=st.text("甲乙丙丁e\u0301", min_size=1, max_size=3))
    def add(self, name: str) -> None:
        def adding(tx: Tx) -> None:
            tx.session.add(Group(name=name))

        try:
            self.desk.do(adding)
        except Refused:
            assert name in self.names
        self.names.add(name)

    @rule(broken=st.booleans())
    def rename_all(self, broken: bool) -> None:
        def renaming(tx: Tx) -> None:
            for group in tx.session.scalars(select(Group)):
                group.name += "新"
                tx.session.flush()
            if broken:
                raise Refused("不行")

        try:
            self.desk.do(renaming)
        except Refused:
            return
        self.names = {f"{name}新" for name in self.names}

    @precondition(lambda self: len(self.names) > 1)
    @rule()
    def remove_one(self) -> None:
        def removing(tx: Tx) -> str:
            # The first group has households; the last can go.
            group = tx.session.scalars(select(Group).order_by(Group.id.desc()).limit(1)).one()
            tx.session.delete(group)
            return group.name

        self.names.remove(self.desk.do(removing).result)

    @rule()
    def publish(self) -> None:
        def publishing(tx: Tx) -> None:
            take_head(tx.session, now=tx.now, reason="公布")

        self.desk.do(publishing)

    @rule(data=st.data())
    def erase(self, data: st.DataObject) -> None:
        left = self.desk.ask(lambda look: look.session.scalars(select(JournalBody.seq).join(
            JournalEntry, JournalEntry.seq == JournalBody.seq).where(JournalEntry.kind != "erase")).all())
        if left:
            seq = data.draw(st.sampled_from(sorted(left)))
            self.desk.do(act.journal.erase_body, seq, reason="依法删除个人信息", approved_by=["周明德", "查正清"])

    @rule()
    def reopen(self) -> None:
        self.desk.close()
        self.desk = Desk(self.desk.home)

    @invariant()
    def whole(self) -> None:
        verdict = self.desk.ask(check_home)
        assert verdict.good, verdict.faults
        size, last = self.desk.ask(
            lambda look: look.session.execute(select(func.count(), func.max(JournalEntry.seq))).one()
        )
        assert size == last
        assert set(self.desk.ask(lambda look: look.session.scalars(select(Group.name)).all())) == self.names

    def teardown(self) -> None:
        self.desk.close()
        self.folder.cleanup()


History.TestCase.settings = settings(
    max_examples=8, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
)
test_any_history = History.TestCase

"""What could be better, as auditors of the demonstration found it: about systems, never about a person."""

from maap.demonstration.findings import HEALTH, SETTINGS, Finding, Findings
from maap.demonstration.subjects import AREAS_IN_SUBJECTS

AREAS: Findings = {
    "welfare_of_child": (
        Finding(
            "The child was seen, but there is little about what daily life was like; prompts in the visit form would"
            " help.",
            "voice_of_child",
        ),
        Finding(
            "The child was mostly seen together with a parent, because visits were booked when no room to talk alone"
            " was free.",
            "voice_of_child",
        ),
        Finding(
            "Risk was assessed at the start and not again when a new adult joined the household; the system gives no"
            " reminder when facts change.",
            "risk_assessment",
        ),
        Finding(
            "Worries about the parents' health took most of the time in meetings, and the child's own needs came last"
            " on the agenda.",
            "parents_needs_overshadowing",
        ),
        Finding("The assessment describes events and does not say what they mean for the child.", "assessment_quality"),
        Finding(
            "The child's heritage, language and faith are not mentioned, as the form has no place for them.",
            "identity_culture_diversity",
        ),
        Finding(
            "The plan lists services to attend, so it is hard to tell whether life became better for the child.",
            "smart_planning",
        ),
        Finding(
            "Supervision looked at tasks and dates; vacancies left little time to think about the child's experience.",
            "supervision",
        ),
        Finding(
            "The report says that the child was asleep and not how safety was checked; the form asks for no more.",
            "record_keeping",
            ("police",),
        ),
        Finding(
            "Weight and growth were recorded by three services in three systems, so the falling line was seen late.",
            "information_sharing",
            HEALTH,
        ),
        Finding(
            "Signs in behaviour were put down to additional needs without asking what else they might mean.",
            "professional_curiosity",
            SETTINGS,
        ),
    ),
    "other_children": (
        Finding(
            "Siblings are listed in the file but were not assessed; the system opens one record for each child and"
            " does not link them.",
            "siblings",
        ),
        Finding(
            "No genogram was drawn, and the children who stay at weekends became known only by chance.", "genograms"
        ),
        Finding(
            "The plan speaks of the children as one, so it is unclear what should change for each of them.",
            "smart_planning",
        ),
        Finding("The older child's caring role was mentioned three times and not followed up.", "siblings"),
        Finding(
            "Checks were made for one child only, because the request form has a single line.", "information_sharing"
        ),
        Finding(
            "A half-sibling in another area was not thought of when risk was reviewed; there is no agreed way to ask"
            " across borders.",
            "information_sharing",
        ),
        Finding(
            "Brothers and sisters were not spoken to, as sessions in school were planned for one pupil.",
            "voice_of_child",
        ),
        Finding(
            "The baby's needs were clear, while those of teenagers in the same home were hardly looked at.", "siblings"
        ),
    ),
    "timeliness": (
        Finding(
            "The strategy discussion took place four days after the referral, because health could not be reached by"
            " the usual route.",
            "strategy_discussions",
        ),
        Finding(
            "There was drift after the second review: actions were carried forward without new dates.",
            "drift_and_delay",
        ),
        Finding("Waiting lists meant that help with parenting began five months after it was agreed.", "timeliness"),
        Finding(
            "The work was closed and taken up again twice in the year, and each time the history was read afresh.",
            "step_down_and_re_referral",
        ),
        Finding(
            "The assessment took longer than agreed, as checks from partner agencies came back late.",
            "assessment_quality",
        ),
        Finding(
            "Reminders for overdue actions went to a shared mailbox that nobody looked after.", "management_oversight"
        ),
        Finding(
            "Handover between teams left six weeks without a visit; there is no rule on who visits meanwhile.",
            "transition",
        ),
        Finding(
            "Legal advice was sought late, and pre-proceedings were not considered when change had stalled.",
            "drift_and_delay",
        ),
        Finding("The threshold decision changed twice in a week, which delayed the first visit.", "thresholds"),
        Finding(
            "The notice reached the front door nine days after the incident, held up in a queue for quality checks.",
            "timeliness",
            ("police",),
        ),
    ),
    "communication": (
        Finding(
            "Minutes arrived weeks after the conference or not at all, so practitioners worked from memory.",
            "sharing_plans_and_minutes",
        ),
        Finding(
            "The referral gives facts without saying what is asked for, and the front door had to ring back.",
            "quality_of_referrals",
        ),
        Finding(
            "Referrers were not told what became of their referral; the letter template is not in use in all teams.",
            "feedback_on_referrals",
        ),
        Finding(
            "The date of discharge from the ward did not reach the community teams, because notices go to an old"
            " address list.",
            "information_sharing",
        ),
        Finding("The practice was not invited to the core group, and its report was not asked for.", "primary_care"),
        Finding("Each agency kept its own chronology, and nobody joined them up.", "chronologies"),
        Finding(
            "Disagreement was talked about and not raised, as practitioners were unsure how to escalate.", "escalation"
        ),
        Finding("Core groups were cancelled twice for want of a chair, and no other date was set.", "core_groups"),
        Finding("Attendance at conference depended on one part-time role without cover.", "attendance_and_reports"),
        Finding(
            "Consent was taken once, at the start, and practitioners were unsure whether it still held.", "consent"
        ),
        Finding(
            "Our teams learnt of the plan only when access for repairs was refused.",
            "information_sharing",
            ("housing",),
        ),
    ),
    "engagement": (
        Finding(
            "The father is mentioned and was not spoken to; forms ask for the main carer only.",
            "fathers_and_other_adults",
        ),
        Finding(
            "A new partner was not checked for three months, as it was unclear which agency should ask.",
            "fathers_and_other_adults",
        ),
        Finding(
            "Parents agreed to each plan and little changed; agreement was taken as progress.",
            "engagement_with_parents",
        ),
        Finding(
            "Missed appointments led to discharge by letter, which is the service's rule, and not to a call about the"
            " child.",
            "was_not_brought",
        ),
        Finding(
            "An interpreter was used at conference only; at home a relative translated.", "identity_culture_diversity"
        ),
        Finding(
            "The plan is eleven pages long, and the parents said they could not find what was expected of them.",
            "engagement_with_parents",
        ),
        Finding(
            "Grandparents who look after the child every weekend were not asked for their view.",
            "fathers_and_other_adults",
        ),
        Finding(
            "Visits were all announced and in office hours, so daily life in the evenings stayed unseen.",
            "professional_curiosity",
        ),
        Finding(
            "Workers changed four times in the year, and the family had to tell its story anew each time.",
            "transition",
        ),
        Finding("Parents with learning needs got standard letters; there is no easy-read version.", "disability_send"),
    ),
    **AREAS_IN_SUBJECTS,
}

"""What the made-up people write: two things for each step that takes words. None is a worry."""

SAYINGS: dict[str, dict[str, tuple[str, str]]] = {
    "child_8_11": {
        "with_you": ("My friend is in the kitchen.", "Jo is next door."),
        "with_who": ("Jo, my foster carer.", "Jo and my friend Ben."),
        "home_feel": (
            "I like my room and the dog. I would like to paint the wall blue.",
            "The dog sleeps by my door. That's the best bit.",
        ),
        "safe_feel": ("I like it when the hall light is on.", "Jo walks me to the bus."),
        "school_feel": (
            "Maths is fun. Lunch is too loud for me.",
            "Mr Bell helps me with spelling.",
        ),
        "friends_feel": (
            "Me and Ben do football on Fridays.",
            "Ben moved class so I see him less.",
        ),
        "health_feel": (
            "I sleep better now. My tooth is sore sometimes.",
            "I get tired on Mondays.",
        ),
        "family_time": ("It is always at the centre.", "Saturdays are best."),
        "family_wish": (
            "My brother Kofi. At the park, not at the centre.",
            "I want to phone Mum on Sundays too.",
        ),
        "worker_listens": (
            "She writes things down but she is often late.",
            "She remembered my cat.",
        ),
        "plan_know": ("How long will I stay with Jo and Sam?", "Can I see it on paper?"),
        "last_done": ("I would like to go swimming. I don't yet.", "The new bed came."),
        "proud": ("I read a whole book to the little ones.", "I scored two goals."),
        "talk_about": ("Seeing Kofi. That is the main thing.", "Swimming, and Kofi."),
        "not_talk": ("My school report, not with everyone there.", "The time I broke the window."),
        "meeting_come": ("Only if it is not in class time.", "After school please."),
        "meeting_people": ("Jo and Sam. Not my teacher.", "Kofi, if he can. Not too many people."),
        "meeting_ways": ("Can it be at home, not in the office?", "I want to sit by Jo."),
    },
    "foster_carer": {
        "changes_since": (
            "She moved up to Year 5 and her brother Kofi moved to Leeds.",
            "A new teacher since September, and she shares her room no longer.",
        ),
        "home_settled": ("She brings friends home now.", "Bedtimes are still up and down."),
        "going_well": ("Reading. She read a whole book to the little ones.", "Her football team."),
        "safe_view": ("She tells us where she is going.", "We look at her phone together."),
        "health_view": ("She sleeps through now.", "A sore tooth, and she eats well."),
        "health_checks": ("The optician, in January.", "The dentist is booked for the 12th."),
        "mood_view": ("A walk with the dog, and time.", "Quiet, and a story."),
        "school_view": ("Maths is strong. Lunch is too loud for her.", "She likes Mr Bell."),
        "friends_view": ("Ben has been round twice.", "She misses Kofi's friends."),
        "enjoys": ("Football and baking. Swimming lessons are full.", "Drawing, anywhere."),
        "identity_met": ("Somebody to do her hair who knows how.", "Books with girls like her."),
        "family_view": (
            "Bright before, quiet for a day after.",
            "She plans her Saturdays round it.",
        ),
        "family_change": ("Not always at the centre. A park in summer.", "More of Kofi."),
        "worker_visits": ("Every six weeks, often moved.", "The last two were kept."),
        "plan_view": ("Long-term with us, but she has not been told.", "We have not seen it."),
        "last_view": ("The swimming lessons.", "Life-story work has not begun."),
        "support": ("A break one weekend in six.", "The course on sleep was good."),
        "decisions": ("Sleepovers and haircuts.", "School trips, each time a form."),
        "talk_about": ("When she will be told that she can stay.", "Time with Kofi."),
        "attend": ("A start after nine.", "If it is online, yes."),
    },
}

# What somebody writes that has to reach a person at once, at a step and in their own words.
WORRIES = {
    "child_8_11": ("school_feel", "A boy hits me on the way home."),
    "foster_carer": ("family_view", "She came back from a visit with bruises."),
}

# The conversations that answer each question with its first choice, its second, and so on.
ANSWERING = {
    "child_8_11": (
        "all_is_well",
        "a_mixed_picture",
        "a_hard_time",
        "not_at_school",
        "a_first_review",
        "wants_nothing_special_at_the_meeting",
        "asks_for_two_things_at_the_meeting",
    ),
    "foster_carer": (
        "all_is_well",
        "a_mixed_picture",
        "a_hard_time",
        "not_in_school_and_not_sure",
        "a_first_review",
    ),
}

"""Invented notices in official language, each with a plain rewrite."""

REWRITES = {
    "benefit notice": (
        (
            "Failure to submit the required documentation prior to the expiration of "
            "the certification period shall result in termination of benefits."
        ),
        (
            "Send us your papers by April 30. If we do not get them, your benefits "
            "stop on May 1."
        ),
    ),
    "appeal": (
        (
            "An appeal may be initiated by the claimant by means of the submission "
            "of a written request to the office within a period of thirty days "
            "subsequent to receipt of the determination."
        ),
        "You can appeal. Write to us within 30 days after you get our decision.",
    ),
    "appointments": (
        (
            "In the event that an individual is unable to attend a scheduled "
            "appointment, it is requested that notification be provided not later "
            "than 24 hours in advance."
        ),
        "If you cannot come, call us at least 24 hours before your appointment.",
    ),
    "library": (
        (
            "Patrons are advised that materials which are not returned in a timely "
            "manner will be subject to the assessment of fines."
        ),
        "Bring your books back on time. If you are late, you pay a fine.",
    ),
    "water bill": (
        (
            "Payment of the amount due must be remitted in order to avoid "
            "discontinuation of service; remittance may be made in person, by mail, "
            "and/or by electronic means."
        ),
        (
            "Pay your bill to keep your water on. You can pay:\n- in person\n- by "
            "mail\n- online"
        ),
    ),
    "list": (
        (
            "Applicants must furnish proof of identity, proof of residence, a "
            "statement of income for the previous three months, and, where "
            "applicable, documentation of disability status, all of which must be "
            "originals."
        ),
        (
            "Bring originals of:\n- a photo ID\n- a bill with your address\n"
            "- your last three pay stubs\n"
            "- papers about your disability, if you have one"
        ),
    ),
    "noun string": (
        (
            "The agency conducts a community health worker training program quality "
            "assessment on an annual basis."
        ),
        "Each year we check how well we train community health workers.",
    ),
    "double negative": (
        "No application will be approved unless it is not incomplete.",
        "We approve complete applications.",
    ),
    "park": (
        (
            "It is prohibited for any person to operate a motorized vehicle within "
            "the boundaries of the park between the hours of 10 p.m. and 6 a.m."
        ),
        "Do not drive in the park from 10 p.m. to 6 a.m.",
    ),
    "privacy": (
        (
            "The information obtained will be utilized solely for the purpose of "
            "determining eligibility and shall not be disclosed to third parties "
            "without authorization."
        ),
        (
            "We use your answers only to decide if you can get help. We do not share "
            "them unless you say yes."
        ),
    ),
}

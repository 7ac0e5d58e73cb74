"""Facts for search engines."""

from __future__ import annotations

from collections.abc import Sequence

from jobfair.agencies.order_terms import OCCUPATIONS, language_words, word
from jobfair.models import BodyContact, JobOrder, ScamWarning, Schooling, SendingBody


def organization(
    body: SendingBody, phones: Sequence[BodyContact], address: str
) -> dict[str, object]:
    """schema.org Organization of a body, without empty parts; ``address`` is that of its page."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": body.name,
        "alternateName": [name for name in (body.short_name, body.name_en) if name],
        "url": body.website or address,
        "mainEntityOfPage": address,
        "taxID": body.tax_code,
        "telephone": [phone.value_normalised for phone in phones],
        "address": body.head_office,
    }
    if body.licence_number:
        data["identifier"] = {
            "@type": "PropertyValue",
            "propertyID": "licence",
            "value": body.licence_number,
        }
    return {key: value for key, value in data.items() if value}


def job_posting(order: JobOrder, country: str, address: str) -> dict[str, object]:
    """schema.org JobPosting of an open order; ``country``: the market's name."""
    body = order.body
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": order.title_vi,
        "description": order.requirements or order.title_vi,
        "identifier": {"@type": "PropertyValue", "name": body.name, "value": order.code},
        "datePosted": order.published_at.isoformat() if order.published_at else "",
        "validThrough": f"{order.deadline.isoformat()}T23:59:59+07:00",
        "employmentType": "CONTRACTOR",
        "totalJobOpenings": order.approved_quantity or order.quantity,
        "hiringOrganization": {"@type": "Organization", "name": order.employer or body.name},
        "jobLocation": {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "addressCountry": country,
                "streetAddress": order.work_address,
            },
        },
        "applicantLocationRequirements": {"@type": "Country", "name": "Việt Nam"},
        "baseSalary": {
            "@type": "MonetaryAmount",
            "currency": order.currency,
            "value": {
                "@type": "QuantitativeValue",
                "value": float(order.wage),
                "unitText": "MONTH",
            },
        },
        "url": address,
        **_terms(order),
    }
    return {key: value for key, value in data.items() if value}


_CREDENTIALS: dict[str, str] = {
    Schooling.UPPER: "high school",
    Schooling.INTERMEDIATE: "professional certificate",
    Schooling.COLLEGE: "associate degree",
    Schooling.UNIVERSITY: "bachelor degree",
}
"""Schooling -> the words that search engines know; below upper secondary they have none."""


def _terms(order: JobOrder) -> dict[str, object]:
    """What is asked and offered, as far as schema.org has a name and the order says it.

    Age and sex have none there: they stand on the page.
    """
    credential = _CREDENTIALS.get(order.schooling)
    schooling: object = "no requirements" if order.schooling == Schooling.NONE else ""
    if credential:
        schooling = {
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": credential,
        }
    benefits = ". ".join(part for part in (order.insurance, order.lodging) if part)
    return {
        "occupationalCategory": word(OCCUPATIONS, order.occupation),
        "educationRequirements": schooling,
        "qualifications": language_words(order.language_level, order.language_note),
        "physicalRequirement": order.physical,
        "workHours": order.hours,
        "jobBenefits": benefits,
        "jobStartDate": order.departs_on.isoformat() if order.departs_on else "",
    }


def article(warning: ScamWarning, address: str) -> dict[str, object]:
    """schema.org Article of a published warning; ``address`` is that of its page."""
    published = warning.published_at
    return {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": warning.title,
        "articleBody": warning.text,
        "datePublished": published.isoformat() if published else "",
        "inLanguage": "vi",
        "url": address,
        "publisher": {
            "@type": "GovernmentOrganization",
            "name": warning.published_name.partition(", ")[2],
        },
    }

"""What the columns and the answers of a table can be called: our form's own words, in four languages, and others."""

from collections.abc import Mapping

from newsletter.core.values.text import fold

LANGUAGES = ("en", "fr", "es", "ru")
"""In the order in which questions and answers stand."""

QUESTIONS: Mapping[str, tuple[str, str, str, str]] = {
    "kind": ("What do you send us?", "Que nous envoyez-vous ?", "¿Qué nos envía?", "Что вы нам присылаете?"),
    "title": ("Title", "Titre", "Título", "Заголовок"),
    "text": ("Your text", "Votre texte", "Su texto", "Ваш текст"),
    "link": ("Link to read more", "Lien pour en savoir plus", "Enlace para leer más", "Ссылка, где читать дальше"),
    "date": ("Date it was published", "Date de publication", "Fecha de publicación", "Дата публикации"),
    "starts": ("First day of the event", "Premier jour de l’événement", "Primer día del evento", "Первый день мероприятия"),
    "time": ("Starting time", "Heure de début", "Hora de inicio", "Время начала"),
    "ends": ("Last day of the event", "Dernier jour de l’événement", "Último día del evento", "Последний день мероприятия"),
    "end_time": ("Ending time", "Heure de fin", "Hora de finalización", "Время окончания"),
    "timezone": ("Time zone of these times", "Fuseau horaire de ces heures", "Zona horaria de estas horas", "Часовой пояс этого времени"),
    "location": ("Place", "Lieu", "Lugar", "Место"),
    "register": ("Link to register", "Lien d’inscription", "Enlace de inscripción", "Ссылка для регистрации"),
    "deadline": ("Deadline", "Date limite", "Fecha límite", "Крайний срок"),
    "network": ("Your network", "Votre réseau", "Su red", "Ваша сеть"),
    "country": ("Country", "Pays", "País", "Страна"),
    "audience": ("Who may read it?", "Qui peut le lire ?", "¿Quién puede leerlo?", "Кто может это читать?"),
    "picture": ("Link to a picture", "Lien vers une image", "Enlace a una imagen", "Ссылка на изображение"),
    "picture_alt": ("What the picture shows", "Ce que montre l’image", "Lo que muestra la imagen", "Что изображено"),
    "consent": (
        "Do the people in the picture agree to be shown?", "Les personnes sur l’image acceptent-elles d’être montrées ?",
        "¿Las personas de la imagen aceptan ser mostradas?", "Согласны ли люди на изображении, чтобы их показали?",
    ),
}  # fmt: skip
"""English, French, Spanish, Russian. ``make docs`` writes docs/form.md from them."""

TIMESTAMPS = (
    "Timestamp",
    "Horodateur",
    "Marca temporal",
    "Отметка времени",
    "Zeitstempel",
    "Carimbo de data/hora",
    "Completion time",
    "Start time",
)
"""What Google and Microsoft call the column with the moment an answer was sent: a table that has it holds a form's answers."""

ALIASES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "item id", "response id"),
    "kind": ("kind", "type", "what is it"),
    "title": ("title", "headline", "heading", "name of the event", "subject"),
    "text": ("text", "body", "content", "description", "details", "news"),
    "summary": ("summary", "excerpt", "abstract"),
    "link": ("link", "url", "website", "web address", "read more"),
    "date": ("date", "published", "date published", "publication date"),
    "starts": ("starts", "start", "start date", "begins", "event date", "date of the event"),
    "time": ("time", "start time of the event"),
    "ends": ("ends", "end", "end date"),
    "end_time": ("end time of the event",),
    "timezone": ("timezone", "time zone", "zone"),
    "deadline": ("deadline", "apply by", "closing date", "due date"),
    "location": ("location", "place", "venue", "where"),
    "online": ("online", "online link", "link to join"),
    "register": ("register", "registration", "registration link"),
    "network": ("network", "organisation", "organization", "member network"),
    "country": ("country",),
    "language": ("language",),
    "audience": ("audience", "public or members", "who may see it"),
    "categories": ("categories", "category"),
    "tags": ("tags",),
    "picture": ("picture", "image", "photo", "picture link"),
    "picture_alt": ("picture description", "alt text", "image description"),
    "picture_credit": ("picture credit", "photo credit", "credit"),
    "consent": ("consent",),
}

KINDS: Mapping[str, str] = {
    word: kind
    for kind, words in {
        "news": ("news", "news item", "nouvelle", "actualité", "noticia", "новость"),
        "event": ("event", "an event", "événement", "evento", "мероприятие"),
        "call": ("call", "funding", "job", "survey", "consultation", "call to act", "appel", "appel à l’action", "convocatoria",
                 "призыв", "призыв к действию", "open call"),
    }.items()
    for word in words
}  # fmt: skip
"""The answers to "What do you send us?", folded as ``str.casefold`` does."""

ANSWERS: Mapping[str, Mapping[str, tuple[str, str, str, str]]] = {
    "audience": {
        "members": ("Members only", "Membres seulement", "Solo miembros", "Только участники"),
        "public": ("Everyone", "Tout le monde", "Todo el mundo", "Все"),
    },
    "consent": {
        "yes": ("Yes", "Oui", "Sí", "Да"),
        "no": ("No", "Non", "No", "Нет"),
        "nobody": ("Nobody can be recognised", "Personne n’est reconnaissable", "Nadie es reconocible", "Никого нельзя узнать"),
    },
}  # fmt: skip
"""The answers that the form offers to choose from, and what they mean. ``make docs`` writes docs/form.md from them."""

_ALSO: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "audience": {
        "members": (
            "members",
            "membres",
            "miembros",
            "участники",
            "réservé aux membres",
            "member",
            "private",
            "internal",
        ),
        "public": (
            "public",
            "all",
            "everybody",
            "tous",
            "todos",
            "para todos",
            "pour tous",
            "для всех",
            "публично",
        ),
    },
    "consent": {
        "yes": ("si", "true", "y", "they agree", "yes they agree"),
        "no": ("n", "false", "they do not agree", "no they do not agree"),
        "nobody": ("nobody", "nobody can be recognized", "no people", "no one can be recognised"),
    },
}


def meaning_of(question: str, answer: str) -> str | None:
    """What an answer to ``audience`` or ``consent`` means: a key of ``ANSWERS``, or None.

    The whole answer counts: "Yes, but not the two on the left" is not a yes.
    """
    folded = fold(answer)
    for meaning, spellings in ANSWERS[question].items():
        known = [fold(spelling) for spelling in (*spellings, *_ALSO[question][meaning])]
        if folded in known:
            return meaning
    return None


YES = ("yes", "oui", "sí", "si", "да", "true", "y")
NO = ("no", "non", "нет", "false", "n")
"""Whether something is online."""

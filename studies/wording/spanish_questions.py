"""The Spanish patterns of the question rules."""

import re

TIME_FRAME = "En los últimos 12 meses, "
NONE_CHOICE = "Ninguna de estas"
OTHER_CHOICE = "Otra cosa"

# With both genders of an adjective, so that the other end agrees with the first.
OPPOSITES = {
    "fácil": "difícil",
    "satisfecho": "insatisfecho",
    "satisfecha": "insatisfecha",
    "claro": "confuso",
    "clara": "confusa",
    "útil": "poco útil",
    "importante": "poco importante",
    "probable": "poco probable",
    "rápido": "lento",
    "rápida": "lenta",
    "amable": "poco amable",
    "amables": "poco amables",
    "seguro": "inseguro",
    "segura": "insegura",
    "cómodo": "incómodo",
    "cómoda": "incómoda",
    "contento": "descontento",
    "contenta": "descontenta",
    "bueno": "malo",
    "buena": "mala",
    "bien": "mal",
    "justo": "injusto",
    "justa": "injusta",
    "sencillo": "complicado",
    "sencilla": "complicada",
}
ADJECTIVES = "|".join(OPPOSITES)
LOADED = (
    "excelente|magnífic[oa]s?|maravillos[oa]s?|terrible|horrible|pésim[oa]s?|"
    "grosero|groseros|grosera|injust[oa]s?|famos[oa]s?|popular|amable|estupend[oa]s?"
)
LEADING = re.compile(
    r"(?:^|¿|, )no (?:cree|piensa|le parece|opina|está de acuerdo|le gustaría)\b"
    r"|(?<!medida )(?<!punto )\bestá (?:usted )?de acuerdo (?:con|en)\b(?!.{0,80} o en desacuerdo)"
    r"|\bcuánto le (?:gustó|gusta|encantó)\b|\bqué le encantó\b"
    rf"|\bqué tan (?:{LOADED}|mal[oa]s?|bonit[oa]s?)\b"
    rf"|\b(?:nuestr[oa]s?|el|la|los|las|este|esta) (?:nuev[oa]s? )?(?:{LOADED})\b"
    rf"|\b(?:nuestr[oa]s?) (?!\w+ o )\w+ (?:{LOADED}|mejorad[oa]s?)\b"
    rf"|\bpor qué (?:fue|es|era|son) \w+ [^?]{{0,40}}tan (?:{LOADED}|confus[oa]s?|mal[oa]s?)\b"
    r"|, ¿?(?:verdad|cierto|no)\?"
    r"|\b(?:la mayoría de (?:la gente|las personas)|mucha gente|los expertos) "
    r"(?:cree|piensa|dice|dicen|opina|opinan)\b",
    re.IGNORECASE,
)
ONE_SIDED = re.compile(
    rf"\b(?:qué tan|cuán) (?P<word>{ADJECTIVES})\b(?! o )"
    r"|(?:medida|punto) está (?:usted )?(?P<agree>de acuerdo)\b(?! o en)",
    re.IGNORECASE,
)
AGREE = "de acuerdo o en desacuerdo"
NEGATIVE = re.compile(
    r"\b(?:no|nunca|jamás)\b(?! (?:sé|sabe|aplica|solo|estoy segur))", re.IGNORECASE
)
CLEAR_NOT = re.compile(
    r"^\W*(?:y |a |de |en |con |para |por )?"
    r"(?:qué|cuál(?:es)?|quién(?:es)?|por qué|cómo|cuándo|dónde)\b"
    r"|\b(?:o|si|y) no\b|\bcuando no\b"
    r"|\b(?:algo|alguien|algun[oa]?|algún)\b[^?]{0,40}\bque no\b",
    re.IGNORECASE,
)
DONE = (
    "us[óo]|visit[óo]|llam[óo]|recibi[óo]|solicit[óo]|pidi[óo]|renov[óo]|gast[óo]|"
    "pag[óo]|tuvo|habl[óo]|pregunt[óo]|mand[óo]|esper[óo]|perdi[óo]|vino|compr[óo]"
)
TIMELESS = re.compile(
    rf"\b(?:cuántas veces|cuántos|cuántas|con qué frecuencia|cuánto)\b[^?]{0, 120}?\b(?:{DONE}|"
    r"ha|han)\b"
    rf"|(?<!\w )\b(?:ha|han|alguna vez|{DONE})\b"
    r"|\bqué (?:problemas|dificultades)\b[^?]{0,120}?\b(?:tuvo|ha tenido)\b",
    re.IGNORECASE,
)
TIME = re.compile(
    r"\b(?:últim[oa]s?|pasad[oa]s?|est[ea]|hoy|ayer|desde|hace|cuando|durante|mientras|"
    r"antes|después|recientemente|ahora|al día|a la semana|al mes|al año|por semana|"
    r"por mes)\b"
    r"|\ben (?:su|\d{4}|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|"
    r"octubre|noviembre|diciembre)\b"
    r"|\ben (?:la|el) (?:oficina|sitio|página)\b",
    re.IGNORECASE,
)
ORDERED = re.compile(
    r"\d|\b(?:más|menos|antes|después|nunca|siempre|cada|sí|no|mañana|tarde|noche|hoy|"
    r"ayer|lunes|martes|miércoles|jueves|viernes|sábado|domingo|escuela|universidad)\b",
    re.IGNORECASE,
)
OR = "o"
QUALITIES = (
    "fácil(?:es)?|clar[oa]s?|rápid[oa]s?|útil(?:es)?|amables?|sencill[oa]s?|segur[oa]s?|"
    "limpi[oa]s?|corteses|cortés|complet[oa]s?|cómod[oa]s?|respetuos[oa]s?|bienvenid[oa]s?|"
    "satisfech[oa]s?|content[oa]s?|puntual(?:es)?|profesional(?:es)?|just[oa]s?"
)
DEEDS = (
    "entender|leer|encontrar|usar|recibir|mandar|llenar|imprimir|pagar|pedir|llamar|"
    "entendió|leyó|encontró|usó|recibió|mandó|llenó|imprimió|pagó|pidió|llamó|"
    "entiende|acepta|lee|encuentra|usa|recibe|conoce|aceptar|aceptó|visitar|visitó|"
    "entendido|leído|encontrado|usado|recibido|mandado|enviado|llenado|pagado|llamado|"
    "visitado|aceptado|solicitado|renovado|hablado"
)
PAIR = r"(?:y|e|y también|así como)"
JOINED = [
    re.compile(rf"\b(?:{QUALITIES}),? {PAIR} (?:{QUALITIES})\b", re.IGNORECASE),
    re.compile(
        rf"\b(?:{DEEDS})\b(?: (?!y |e )[\w]+){{0,4}},? {PAIR} (?:lo |la )?(?:{DEEDS})\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\by (?:cómo|por qué|cuándo|dónde|cuál|cuánto|qué|quién)\b(?! no\b)", re.I
    ),
    re.compile(
        r"\b(?:satisfech[oa]|content[oa]|calificaría|califica|califique)\b[^?]{0,40}?"
        r"\b(?:con |de )?(?:el|la|los|las|su|nuestro|nuestra) \w+(?: (?:de |del )?\w+)? "
        r"y (?:con |de )?"
        r"(?:el|la|los|las|su|nuestro|nuestra) \w+",
        re.IGNORECASE,
    ),
    re.compile(r"\btiene (?:usted )?(?:un|una) \w+ y (?:un|una) \w+", re.IGNORECASE),
]

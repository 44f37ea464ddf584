"""The API and its pages of reference."""

from cxstudio.settings.reading import env

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["feedback.api.v1.tokens.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["feedback.api.v1.tokens.HasPermission"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "feedback.api.v1.paging.Paging",
    "PAGE_SIZE": 100,
    "EXCEPTION_HANDLER": "feedback.api.v1.errors.as_code_and_detail",
    "DEFAULT_THROTTLE_CLASSES": ["feedback.api.v1.tokens.TokenThrottle"],
    # A script that reads each survey once a minute stays far below it.
    "DEFAULT_THROTTLE_RATES": {
        "token": env.str("CXSTUDIO_API_RATE", default="300/min")
    },
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "CX Studio",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

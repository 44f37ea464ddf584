from rest_framework.pagination import LimitOffsetPagination


class Paging(LimitOffsetPagination):
    """`?limit=` and `?offset=`; a list never comes in one endless piece."""

    max_limit = 500

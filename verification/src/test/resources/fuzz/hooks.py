"""What Schemathesis does not know of itself: the formats of uploads and of the report's rows."""

import csv
import io

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def ndjson(context, value):
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else b"%r" % (value,)


@schemathesis.deserializer("text/csv")
def rows(context, response):
    text = response.content.decode("utf-8")
    width = {len(row) for row in csv.reader(io.StringIO(text))}
    assert width == {9}, "rows of different width"
    return text

"""Fill a table by one statement that does not depend on the columns its model has today.

Only what differs from row to row is named; every other column has the value of a template, so that a
new field of a model cannot break a benchmark.
"""

from django.db import connection


def insert(template, source, params=(), **expressions):
    """Insert a row for each row of `source`, the part of a SELECT after FROM.

    `expressions` give SQL by field, `params` are those of `source`. Fields that are not named have the
    value that `template`, an instance of the model, has.
    """
    fields = [
        f for f in template._meta.concrete_fields if not f.primary_key or f.name in expressions
    ]
    columns, values, constants = [], [], []
    for field in fields:
        columns.append(connection.ops.quote_name(field.column))
        if field.name in expressions:
            values.append(f"({expressions[field.name]})::{field.db_type(connection)}")
        else:
            values.append(f"%s::{field.db_type(connection)}")
            value = getattr(template, field.attname)
            constants.append(field.get_db_prep_save(value, connection))
    if unknown := expressions.keys() - {field.name for field in fields}:
        raise ValueError(f"{template._meta.label} has no field {', '.join(sorted(unknown))}.")
    sql = f"INSERT INTO {template._meta.db_table} ({', '.join(columns)})"
    sql += f" SELECT {', '.join(values)} FROM {source}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [*constants, *params])

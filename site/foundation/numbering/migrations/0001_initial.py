from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('fiscal_year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': '番号の続き',
                'verbose_name_plural': '番号の続き',
                'constraints': [models.UniqueConstraint(fields=('name', 'fiscal_year'), name='numbering_numberseries_once', violation_error_message='この年度の番号は、もう始まっています。')],
            },
        ),
    ]

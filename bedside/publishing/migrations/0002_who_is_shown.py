from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="release",
            field=models.CharField(blank=True, max_length=60, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="picture",
            name="shown",
            field=models.CharField(blank=True, max_length=12, default=""),
            preserve_default=False,
        ),
    ]

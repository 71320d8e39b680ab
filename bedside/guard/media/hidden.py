"""What a picture's file says beside its pixels. Only kinds are told, never a value: a place or a name read here shall
reach no page, log or record."""

import io
import warnings

from PIL import ExifTags, Image, ImageFile, IptcImagePlugin, UnidentifiedImageError

from bedside.kit.pictures import behind

#: Kind -> what it tells, as the rest of "The file also told …".
HIDDEN = {
    "place": "where it was taken",
    "time": "when it was taken",
    "device": "which camera or phone took it",
    "person": "a person's name",
    "words": "a caption, title or comment",
    "thumbnail": "a small copy, which may show what was cut away",
    "history": "which programs changed it",
    "behind": "more data behind its end, such as a short film",
}
PLACES = {ExifTags.Base.GPSInfo}
TIMES = {
    ExifTags.Base.DateTime, ExifTags.Base.DateTimeOriginal, ExifTags.Base.DateTimeDigitized,
    ExifTags.Base.OffsetTime, ExifTags.Base.PreviewDateTime,
}  # fmt: skip
DEVICES = {
    ExifTags.Base.Make, ExifTags.Base.Model, ExifTags.Base.BodySerialNumber, ExifTags.Base.LensModel,
    ExifTags.Base.LensSerialNumber, ExifTags.Base.MakerNote, ExifTags.Base.HostComputer, ExifTags.Base.ImageUniqueID,
}  # fmt: skip
PERSONS = {ExifTags.Base.Artist, ExifTags.Base.CameraOwnerName, ExifTags.Base.Copyright, ExifTags.Base.XPAuthor}
WORDS = {
    ExifTags.Base.ImageDescription, ExifTags.Base.UserComment, ExifTags.Base.XPTitle, ExifTags.Base.XPComment,
    ExifTags.Base.XPKeywords, ExifTags.Base.XPSubject, ExifTags.Base.DocumentName,
}  # fmt: skip
HISTORY = {ExifTags.Base.Software, ExifTags.Base.ProcessingSoftware, ExifTags.Base.ImageHistory}
BY_TAG = (
    ("place", PLACES), ("time", TIMES), ("device", DEVICES), ("person", PERSONS), ("words", WORDS), ("history", HISTORY)
)  # fmt: skip
#: What Adobe's XMP calls the same things.
IN_XMP = (
    ("place", (b"GPSLatitude", b"GPSLongitude", b"photoshop:City", b"Iptc4xmpCore:Location", b"LocationCreated")),
    ("time", (b"DateCreated", b"CreateDate", b"ModifyDate")),
    ("device", (b"tiff:Model", b"tiff:Make", b"SerialNumber", b"aux:Lens")),
    ("person", (b"dc:creator", b"PersonInImage", b"mwg-rs:Name", b"dc:rights", b"OwnerName")),
    ("words", (b"dc:description", b"dc:title", b"dc:subject", b"photoshop:Headline")),
    ("history", (b"CreatorTool", b"xmpMM:History", b"DocumentID")),
)
#: IPTC record 2: data set -> kind.
IN_IPTC = {
    5: "words", 25: "words", 55: "time", 60: "time", 80: "person", 85: "person", 90: "place", 92: "place", 95: "place",
    101: "place", 105: "words", 110: "person", 116: "person", 120: "words", 122: "person",
}  # fmt: skip
MAKERS = frozenset({"icc_profile", "dpi", "jfif", "jfif_version", "jfif_unit", "jfif_density", "gamma", "srgb"})
MAKERS |= {"transparency", "background", "progressive", "progression", "adobe", "adobe_transform", "loop", "duration"}
MAKERS |= {"version", "extension", "interlace", "aspect", "timestamp", "chromaticity", "default_image", "blend"}
MAKERS |= {"disposal", "sizes", "mpoffset", "mp", "bbox"}


def hidden_in(content: bytes) -> tuple[str, ...]:
    """The kinds of HIDDEN things in a file, in that order; none for what is no picture."""
    found: set[str] = set()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a damaged block of metadata goes away with the rest
            with Image.open(io.BytesIO(content)) as opened:
                found |= _in_exif(opened)
                found |= _in_info(opened)
                if behind(opened.format or "", content):
                    found.add("behind")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, SyntaxError, ValueError):
        pass  # whoever decodes it says what is wrong with it
    return tuple(kind for kind in HIDDEN if kind in found)


def _in_exif(opened: Image.Image) -> set[str]:
    found: set[str] = set()
    try:
        exif = opened.getexif()
        tags = set(exif) | set(exif.get_ifd(ExifTags.IFD.Exif))
        thumbnail = exif.get_ifd(ExifTags.IFD.IFD1)
    except (OSError, SyntaxError, ValueError, KeyError, TypeError):
        return {"history"}  # there is something, and it goes
    found |= {kind for kind, wanted in BY_TAG if tags & wanted}
    return found | ({"thumbnail"} if thumbnail else set())


def _in_info(opened: ImageFile.ImageFile) -> set[str]:
    """XMP, IPTC, comments and text chunks."""
    found: set[str] = set()
    texts = {str(key).lower(): value for key, value in (getattr(opened, "text", None) or opened.info).items()}
    xmp = opened.info.get("xmp") or opened.info.get("XML:com.adobe.xmp") or b""
    xmp = xmp.encode("utf-8", "replace") if isinstance(xmp, str) else xmp
    if xmp:
        kinds = {kind for kind, marks in IN_XMP if any(mark in xmp for mark in marks)}
        found |= kinds or {"history"}
    try:
        iptc = IptcImagePlugin.getiptcinfo(opened) or {}
    except (OSError, SyntaxError, ValueError, KeyError, TypeError):
        iptc = {}
    found |= {IN_IPTC[number] for record, number in iptc if record == 2 and number in IN_IPTC}
    for key, value in texts.items():
        if key in MAKERS or key in ("exif", "xmp", "photoshop", "xml:com.adobe.xmp") or not value:
            continue
        if isinstance(value, str | bytes):
            found.add({"author": "person", "copyright": "person", "software": "history"}.get(key, _timely(key)))
    return found


def _timely(key: str) -> str:
    return "time" if "time" in key or "date" in key else "words"


def removed_sentence(kinds: tuple[str, ...]) -> str:
    """One sentence on what was taken out; empty where nothing was."""
    said = [HIDDEN[kind] for kind in kinds]
    if not said:
        return ""
    whole = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
    return f"The file also told {whole}. All of that is taken out."

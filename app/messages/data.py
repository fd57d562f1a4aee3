"""What nncore says of the user's own data: tables, IDX files, pictures, digits."""

from app.i18n import mark

DATA = (
    # A table: data/csv_file.py, csv_text.py.
    mark("EngineMessages", "{0}, line {1}: {2}"),
    mark("EngineMessages", "{0}: task must be one of {1}, got {2}"),
    mark("EngineMessages", "column {0}: not a finite number of 32 bits"),
    mark("EngineMessages", "column {0}: not a finite number"),
    mark("EngineMessages", "{0} cells, where the first row has {1}"),
    mark("EngineMessages", "column {0} is empty"),
    mark("EngineMessages", "column {0}: {1} is not a number"),
    mark(
        "EngineMessages",
        "column {0}: {1} is not a number; if it is the name of a class, set the task to "
        '"classification"',
    ),
    mark("EngineMessages", "{0}: the table is empty"),
    mark(
        "EngineMessages",
        "{0}, line {1}: one column only; a table needs one to predict and one to predict it "
        "from, with a comma, semicolon or tab between",
    ),
    mark("EngineMessages", "{0}: no rows below the names in line {1}"),
    mark("EngineMessages", "{0}: {1} called {2}; the columns: {3}"),
    mark("EngineMessages", "more than one column is"),
    mark("EngineMessages", "no column is"),
    mark("EngineMessages", "{0}: column {1} has {2} different values; classes must be 2 to {3}"),
    mark("EngineMessages", "{0}: a workbook or zip archive, not CSV; save the sheet as CSV"),
    mark("EngineMessages", "{0}, line {1}: byte {2} is not {3}; save the file as UTF-8"),
    mark("EngineMessages", "{0}, line {1}: a zero byte; this is not a text file"),
    mark("EngineMessages", '{0}: the delimiter must be one character or "tab", got {1}'),
    mark("EngineMessages", "{0}, line {1}: a quoted cell runs over the end of the line"),
    mark("EngineMessages", "a quoted cell is never closed"),
    mark("EngineMessages", "the quotes are wrong: {0}"),
    mark("EngineMessages", "{0}: {1} example; at least 2 are needed, to train and to test"),
    # IDX: data/idx.py, files.py.
    mark("EngineMessages", "{0}: test images without test labels"),
    mark("EngineMessages", "{0}: test labels without test images"),
    mark("EngineMessages", "{0}: test {1} without test {2}"),
    mark("EngineMessages", "{0}: {1} single numbers; this looks like a file of labels"),
    mark("EngineMessages", "{0}: {1} of shape {2}; labels must be whole numbers (N,)"),
    mark("EngineMessages", "{0}: {1} labels for the {2} examples of {3}"),
    mark("EngineMessages", "{0}: labels {1}..{2}; they must lie in 0..{3}"),
    mark("EngineMessages", "{0}: holds numbers that are NaN or too large for 32 bits"),
    mark("EngineMessages", "{0}: {1} bytes, too short for an IDX file"),
    mark(
        "EngineMessages",
        "{0}: not an IDX file; it starts with {1}, where images start with 00 00 08 03 and "
        "labels with 00 00 08 01",
    ),
    mark("EngineMessages", "{0} (a web page)"),
    mark("EngineMessages", "{0} (a zip archive)"),
    mark("EngineMessages", "{0}: {1} bytes, cut off inside the {2}-byte header"),
    mark(
        "EngineMessages", "{0}: the header promises {1} values, {2} bytes in all, but there are {3}"
    ),
    mark("EngineMessages", "{0}: the header says {1}: no data"),
    mark("EngineMessages", "{0}: not a file but {1}"),
    mark("EngineMessages", "a folder"),
    mark("EngineMessages", "a device or pipe"),
    mark("EngineMessages", "{0}: {1} bytes, more than the {2} expected"),
    mark("EngineMessages", "{0}: the file is empty"),
    mark("EngineMessages", "{0}: compressed twice; decompress it once and try again"),
    mark("EngineMessages", "{0}: {1} stray bytes after the end of the gzip data"),
    mark("EngineMessages", "{0}: damaged gzip data: {1}"),
    mark("EngineMessages", "{0}: decompresses to more than the {1} bytes expected"),
    mark("EngineMessages", "{0}: the gzip data is cut off after {1} bytes"),
    # Folders of pictures, and pictures.
    mark(
        "EngineMessages",
        "{0}: {1} pictures of {2} x {3} x {4} need more than {5} GiB; make them smaller or fewer",
    ),
    mark("EngineMessages", "reading pictures needs Pillow; install it with: pip install pillow"),
    mark("EngineMessages", "{0}: {1} x {2} pixels are too many"),
    mark("EngineMessages", "{0}: cannot be read as a picture: {1}"),
    mark("EngineMessages", "too many pixels"),
    mark("EngineMessages", "{0}: {1} subfolders; there must be one for each class, 2 to {2}"),
    mark("EngineMessages", "{0}: a class without a folder in {1}"),
    mark("EngineMessages", "{0}: no pictures ({1})"),
    mark("EngineMessages", "{0}: no pictures in it"),
    mark("EngineMessages", "{0}: cannot be listed: {1}"),
    # Digits drawn by the user.
    mark("EngineMessages", "{0}: no digit of 28 x 28 grey pixels; remove the file"),
    mark(
        "EngineMessages",
        "{0}: {1} digits of yours; draw on the pad and name at least two with “this is a…”",
    ),
    mark("EngineMessages", "{0}: no digits of yours; set own_digits to 0 or draw some"),
    # Options of a data set.
    mark("EngineMessages", "no data set is called {0}; there are: {1}"),
    mark("EngineMessages", "data set {0} has no option {1}; its options: {2}"),
    mark("EngineMessages", "data set {0} needs the option {1}, a path; got {2}"),
    mark("EngineMessages", "data set {0}, {1}: {2}: {3}"),
    mark("EngineMessages", "data set {0}: {1}"),
    mark("EngineMessages", "data set {0}"),
    mark("EngineMessages", "{0}: {1} must be {2} from {3} to {4}, got {5}"),
    mark("EngineMessages", "{0}: {1} must be true or false, got {2}"),
    mark("EngineMessages", "{0}: features must be a list out of {1}, got {2}"),
    mark("EngineMessages", "{0}: there is no feature {1}; there are {2}"),
    mark("EngineMessages", "{0}: each feature may stand once, got {1}"),
    mark("EngineMessages", "{0} holds {1} values that are NaN or infinite"),
    mark("EngineMessages", "training inputs have shape {0}, test inputs {1}"),
    mark("EngineMessages", "{0} must be numbers, all of one shape; received {1}"),
    mark("EngineMessages", "an array of {0}"),
)

# Parses pieces of Python without running them. Understood by Python 2.7 and 3.
# Argument: a JSON file with a list of texts. Prints a JSON list: null, or [line, column, message].
import ast
import io
import json
import sys
import warnings

warnings.simplefilter("ignore")
with io.open(sys.argv[1], encoding="utf-8") as file:
    texts = json.load(file)
found = []
for text in texts:
    try:
        compile(text.encode("utf-8"), "example.py", "exec", ast.PyCF_ONLY_AST, True)
        found.append(None)
    except SyntaxError as error:
        found.append([error.lineno or 1, error.offset or 1, str(error.msg)])
    except Exception as error:
        found.append([1, 1, str(error)])
sys.stdout.write(json.dumps(found))

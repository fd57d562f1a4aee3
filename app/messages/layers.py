"""What nncore says of layers and specs that cannot stand."""

from app.i18n import mark

LAYERS = (
    # Layers that cannot stand: nncore/layers, inference.py, windows.
    mark("EngineMessages", "{0} takes one input; it would receive {1}"),
    mark("EngineMessages", "{0} needs {1}; it would receive {2}"),
    mark("EngineMessages", "a vector (put a Flatten before it)"),
    mark("EngineMessages", "two or more inputs of one shape"),
    mark("EngineMessages", "two or more inputs that differ along axis {0} only"),
    mark("EngineMessages", "only {0}"),
    mark("EngineMessages", "an image: height × width × channels"),
    mark("EngineMessages", "a picture of height × width × channels"),
    mark("EngineMessages", "a sequence of steps × features"),
    mark("EngineMessages", "a sequence: steps × features (a Reshape can make one)"),
    mark("EngineMessages", "an input with as many values as its target_shape ({0})"),
    mark(
        "EngineMessages",
        "{0} reads {1} values along the {2}, which has only {3}; choose a smaller window or "
        'padding "same"',
    ),
    mark(
        "EngineMessages",
        "{0} reads {1} values along the height, which has only {2}; choose a smaller window "
        'or padding "same"',
    ),
    mark(
        "EngineMessages",
        "{0} reads {1} values along the width, which has only {2}; choose a smaller window "
        'or padding "same"',
    ),
    mark(
        "EngineMessages",
        "{0} reads {1} values along the length, which has only {2}; choose a smaller window "
        'or padding "same"',
    ),
    mark("EngineMessages", "a window of {0}"),
    mark("EngineMessages", "a window of {0} with dilation {1}"),
    mark("EngineMessages", "{0} ({1} with its padding)"),
    mark("EngineMessages", "{0} values"),
    mark("EngineMessages", "1 value"),
    mark(
        "EngineMessages",
        "Reshape needs a target_shape of positive numbers and at most one -1; its "
        "target_shape is {0}",
    ),
    mark(
        "EngineMessages",
        "Reshape needs a target_shape of positive numbers and at most one -1; its "
        "target_shape is empty",
    ),
    mark(
        "EngineMessages",
        "Concatenate: axis must be from 1 to {0} or from {1} to -1 for inputs of {2}; received {3}",
    ),
    mark("EngineMessages", "Embedding reads whole numbers from 0 to {0}; received {1}"),
    mark("EngineMessages", "the name {0} is taken; every layer needs its own"),
    mark("EngineMessages", "reads no layer yet; link it to one"),
    mark("EngineMessages", "reads {0}, which is no layer before it; there are {1}"),
    mark(
        "EngineMessages",
        "is disabled and reads {0} layers; only a layer with one input can be passed by",
    ),
    mark("EngineMessages", "shares must be a layer before it; there are {0}; received {1}"),
    mark("EngineMessages", "shares must be a layer before it; there are none; received {0}"),
    mark(
        "EngineMessages",
        "shares the parameters of {0}, which is disabled; enable it, or let this layer have "
        "its own",
    ),
    mark(
        "EngineMessages",
        "shares the parameters of {0}, whose {1} is {2}; for an input of {3} it would be {4}",
    ),
    mark("EngineMessages", "{0} ({1} before it is disabled)"),
    mark("EngineMessages", "{0} ({1} before it are disabled)"),
    mark("EngineMessages", "its {0} {1} would have more than {2} values"),
    mark("EngineMessages", "its output {0} has more than {1} values"),
    mark("EngineMessages", "{0} must be a list of positive whole numbers; received {1}"),
    mark("EngineMessages", "{0} has {1} dimensions; at most {2} are possible"),
    mark("EngineMessages", "{0} {1} has more than {2} values"),
    mark("EngineMessages", "its output"),
    mark("EngineMessages", "the network would have {0} parameters; at most {1} are possible"),
    mark("EngineMessages", "the network's {0} parameters need more memory than there is"),
    mark("EngineMessages", "outputs: {0} stands there twice"),
    mark("EngineMessages", "outputs: no layer is called {0}; there are {1}"),
    # A spec: spec.py, layer_spec.py.
    mark("EngineMessages", "the spec is not JSON: {0}"),
    mark("EngineMessages", "a spec must be a JSON object, received {0}"),
    mark("EngineMessages", "expected format {0}, received {1}"),
    mark("EngineMessages", "this program reads version {0} of a spec, received {1}"),
    mark("EngineMessages", "spec: unknown setting {0}"),
    mark("EngineMessages", "input_shape is missing; it is the shape of one sample, as [28, 28, 1]"),
    mark("EngineMessages", "layers must be a list, received {0}"),
    mark("EngineMessages", "a spec has at most {0} layers, received {1}"),
    mark("EngineMessages", "outputs must be a list of names; received {0}"),
    mark("EngineMessages", "no layer is called {0}; there are {1}"),
    mark("EngineMessages", "{0}: cannot read itself"),
    mark("EngineMessages", "{0}: cannot share with itself"),
    mark("EngineMessages", "a layer must be an object, received {0}"),
    mark("EngineMessages", "the name of a layer must be a text; received {0}"),
    mark(
        "EngineMessages", "{0}: has the settings of {1}, whose parameters it shares; received {2}"
    ),
    mark(
        "EngineMessages",
        "a layer name has 1 to 60 printable characters, none of them / \\ or :; received {0}",
    ),
    mark("EngineMessages", "a list of names"),
    mark("EngineMessages", "a layer before it; there are {0}"),
    mark("EngineMessages", "{0}, as {1} is whom it shares"),
)

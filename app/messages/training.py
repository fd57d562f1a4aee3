"""What nncore says of runs that cannot begin, and of how one ended."""

from app.i18n import mark

TRAINING = (
    # A run that cannot begin: training/samples.py, checks.py, config.py, objective.py.
    mark(
        "EngineMessages",
        "{0} is there to be looked at, layer by layer; with {1} parameters it is not trained here",
    ),
    mark("EngineMessages", "the network reads {0}; a sample of {1} has {2}"),
    mark("EngineMessages", "validation_split {0} leaves nothing of {1} samples to train on"),
    mark("EngineMessages", "{0} gives {1}; its target is the sample itself, {2}"),
    mark("EngineMessages", "{0} has only the class {1}; two are needed"),
    mark("EngineMessages", "the last layer"),
    mark("EngineMessages", "{0}; {1} gives {2}"),
    mark("EngineMessages", "{0}; {1} gives {2}: an output with a loss must fit the data"),
    mark("EngineMessages", "{0} has {1} classes"),
    mark("EngineMessages", "{0} has {1} targets"),
    mark("EngineMessages", "run: {0} must be an object; received {1}"),
    mark("EngineMessages", "run: {0} is no option of a data source"),
    mark("EngineMessages", "run: frozen must be a list of names; received {0}"),
    mark("EngineMessages", "run: source must be a text; received {0}"),
    mark("EngineMessages", "a run must be a JSON object, received {0}"),
    mark("EngineMessages", "this program reads version {0} of a run, received {1}"),
    mark("EngineMessages", "run: unknown setting {0}"),
    mark("EngineMessages", "run: spec is missing; it describes the network"),
    mark("EngineMessages", "run: policies must be a list of objects with a type; received {0}"),
    mark("EngineMessages", "{0}: the run has no schedule; set schedule to one of {1}"),
    mark(
        "EngineMessages",
        "unknown setting {0}; there are {1} and LAYER.SETTING, with the layers {2}",
    ),
    mark("EngineMessages", "no recipe is called {0}; there are {1}"),
    mark("EngineMessages", "{0}: not JSON: {1}"),
    mark("EngineMessages", "WarmUp: then must be another schedule than WarmUp"),
    mark(
        "EngineMessages",
        "augmentation needs pictures: the network's input_shape must be (height, width, "
        "channels); received {0}",
    ),
    mark("EngineMessages", "the output {0} has a loss, but no targets"),
    mark("EngineMessages", "{0}: {1} is no output of the network; there are none"),
    mark("EngineMessages", "{0}: {1} is no output of the network; there are {2}"),
    mark("EngineMessages", "loss: no output has one; name a loss for at least one"),
    mark(
        "EngineMessages", "loss_weights: that of {0} must be a number of at least 0; received {1}"
    ),
    mark(
        "EngineMessages",
        'targets: that of {0} must be "y", what the data say, or "x", the sample itself; '
        "received {1}",
    ),
    mark(
        "EngineMessages",
        "{0}: the loss {1} needs the activation {2} there, no activity_regularizer and no "
        "layer that reads it; received {3} with {4}",
    ),
    mark("EngineMessages", "no activation"),
    mark(
        "EngineMessages",
        "the loss perceptron needs the weighted sums before the activation step of the last "
        "layer; received outputs alone",
    ),
    mark(
        "EngineMessages",
        "the network gives {0} for each of {1} samples; the targets are {2} for {3}",
    ),
    mark(
        "EngineMessages", "the network reads samples of {0}; received {1} in an array of shape {2}"
    ),
    mark("EngineMessages", "initial_params: {0} must be numbers of shape {1}; received {2}"),
    mark("EngineMessages", "initial_params: {0} must be finite numbers; it has NaN or infinity"),
    mark("EngineMessages", "initial_params: {0} is {1}; received {2}"),
    mark("EngineMessages", "{0} uses the parameters of {1}; name that layer"),
    mark("EngineMessages", "no parameter is called {0}; there are {1}"),
    mark("EngineMessages", "{0} watches {1}; this run measures {2}"),
    mark("EngineMessages", "{0} (set validation_split)"),
    mark("EngineMessages", "the run keeps no average of its weights; set ema_decay and train"),
    # A run that ends.
    mark(
        "EngineMessages", "early stopping: {0} has not improved on {1} (epoch {2}) for {3} epochs"
    ),
    mark("EngineMessages", "diverged: {0} at step {1} with {2}"),
    mark("EngineMessages", "the loss became {0}"),
    mark("EngineMessages", "the weights are no finite numbers any more"),
    mark("EngineMessages", "learning rate {0} (set to {1})"),
    mark("EngineMessages", "learning rate {0}"),
    mark("EngineMessages", "at step {0} {1} moved by {2} times its size (about 0.001 is usual)"),
    mark("EngineMessages", "{0} % of the units are dead (stuck, so that they hardly learn)"),
    mark("EngineMessages", "back to the weights of step {0}"),
    mark("EngineMessages", "try a learning rate of {0}"),
)

"""What panels show, worked out without any widget."""

import numpy as np
import pytest

import nncore
from app.models.diagram import diagram_layers, limits_of
from app.models.fit import fitted
from app.models.layer_text import _LOSSES, layer_detail, loss_words, new_layer
from app.models.tiles import activation_tiles, first_kernel, image_shape, kernel_tiles
from nncore.data import SOURCES, load
from nncore.layers import LAYERS, Activation, Conv2D, Dense, Dropout, Flatten, MaxPooling2D, Reshape
from nncore.losses import LOSSES
from nncore.network import Network
from nncore.regularizers import Regularizer
from nncore.spec import LayerSpec, NetworkSpec
from nncore.training.config import RunConfig
from nncore.training.samples import make_splits


def network(*layers, shape=(28, 28, 1)) -> Network:
    return Network.from_spec(NetworkSpec.chain(shape, layers), seed=0)


def test_columns_are_the_layers_with_neurons_of_their_own():
    made = network(
        Flatten(), Dense(units=8), Activation(activation="relu"), Dropout(rate=0.5), Dense(units=3)
    )
    columns = diagram_layers(made, ("a", "b", "c"))
    assert [column.name for column in columns] == ["input", "dense_1", "dense_2"]
    assert [column.output for column in columns] == ["input", "dropout_1", "dense_2"]
    assert [column.size for column in columns] == [784, 8, 3]
    assert columns[0].is_picture
    assert columns[-1].labels == ("a", "b", "c")
    assert columns[1].weights(made).shape == (784, 8)


def test_layer_that_shares_is_a_column_with_the_kernel_of_its_owner():
    spec = NetworkSpec.chain((3,), [Dense(units=3), Dense(units=3), Dense(units=3)])
    made = Network.from_spec(spec.share("dense_2", "dense_1").enable("dense_3", False))
    columns = diagram_layers(made)
    assert [column.name for column in columns] == ["input", "dense_1", "dense_2"]
    assert columns[2].output == "dense_3", "a disabled layer shows what it hands on"
    assert columns[2].weights(made) is made.params["dense_1/kernel"]
    assert first_kernel(made, "dense_2") == "dense_1"
    assert first_kernel(made, "dense_3") == ""


def test_no_links_stand_between_a_convolution_and_what_reads_its_pooled_maps():
    made = network(Conv2D(filters=2, kernel_size=(5, 5)), MaxPooling2D(), Flatten(), Dense(units=4))
    columns = diagram_layers(made)
    assert [column.size for column in columns] == [784, 2 * 24 * 24, 4]
    assert columns[1].output == "conv_2d_1"
    assert columns[2].weights(made).shape == (2 * 12 * 12, 4)
    assert columns[2].links(made) is None


def test_links_join_only_a_layer_to_the_column_that_it_reads():
    spec = NetworkSpec.chain((3,), [Dense(units=3), Dense(units=3), Dense(units=2)])
    made = Network.from_spec(spec.connect("dense_3", ("dense_1",)))
    columns = diagram_layers(made)
    assert columns[2].links(made) is made.params["dense_2/kernel"]
    assert columns[3].links(made) is None, "dense_3 reads dense_1, two columns before"


def test_names_that_do_not_fit_the_last_layer_are_left_out():
    assert diagram_layers(network(Flatten(), Dense(units=4)), ("a", "b"))[-1].labels == ()


def test_network_without_weights_has_only_its_input():
    assert [column.name for column in diagram_layers(network(Flatten()))] == ["input"]


@pytest.mark.parametrize("type_name", list(LAYERS))
def test_every_new_layer_can_be_made_and_put_in_words(type_name):
    layer = new_layer(type_name)
    assert layer.type_name == type_name
    assert isinstance(layer_detail(layer), str)


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        (Dense(units=1000, activation="relu"), "1,000 · relu"),
        (Dense(units=3), "3"),
        (Dropout(rate=0.25), "rate 0.25"),
        (Flatten(), ""),
        (Dense(units=3, kernel_regularizer=Regularizer(l1=1.0)), "3 · L1"),
        (Dense(units=3, kernel_regularizer=Regularizer(l2=1.0)), "3 · L2"),
        (Dense(units=3, kernel_regularizer=Regularizer(l1=1.0, l2=1.0)), "3 · L1 L2"),
    ],
)
def test_detail_says_what_sets_a_layer_apart(layer, words):
    assert layer_detail(layer) == words


@pytest.mark.parametrize(
    ("shape", "picture"),
    [
        ((28, 28, 1), (28, 28)),
        ((5, 7), (5, 7)),
        ((784,), (28, 28)),
        ((64,), (8, 8)),
        ((16,), (1, 16)),
        ((30,), (1, 30)),
        ((2,), (1, 2)),
    ],
)
def test_picture_shape_of_anything(shape, picture):
    assert image_shape(shape) == picture


def test_kernel_behind_a_flatten_is_shown_as_the_picture_it_was():
    made = network(Dense(units=2), shape=(6,))
    assert kernel_tiles(made, "dense_1").shape == (2, 1, 6)
    made = network(Flatten(), Dropout(rate=0.1), Dense(units=3), shape=(4, 5, 1))
    tiles = kernel_tiles(made, "dense_1")
    assert tiles.shape == (3, 4, 5)
    kernel = made.params["dense_1/kernel"]
    np.testing.assert_array_equal(tiles[1].ravel(), kernel[:, 1])


def test_kernel_is_that_of_the_selected_layer_or_of_the_first():
    made = network(Flatten(), Dense(units=3), Dense(units=2))
    assert first_kernel(made, "") == "dense_1"
    assert first_kernel(made, "dense_2") == "dense_2"
    assert first_kernel(made, "flatten_1") == ""
    assert first_kernel(network(Flatten()), "") == ""


@pytest.mark.parametrize(
    ("shape", "tiles"), [((4, 5, 3), (3, 4, 5)), ((4, 5), (1, 4, 5)), ((6,), (6, 1, 1))]
)
def test_activations_of_any_shape_become_tiles(shape, tiles):
    values = np.arange(np.prod(shape), dtype=np.float32).reshape(shape)
    assert activation_tiles(values).shape == tiles


MADE_HERE = [name for name, source in SOURCES.items() if not source.reads_files]


@pytest.mark.parametrize("name", [name for name in MADE_HERE if name != "mnist-sample"])
def test_first_network_can_be_fitted_to_every_data_set_that_is_made_here(name):
    config = nncore.load_recipe("first-digits")
    data = load(name)
    fit = fitted(config.replace(data=name), data)
    splits = make_splits(data, fit.spec, 0.0)
    assert len(splits.train)
    assert [node.name for node in fit.spec.layers] == [node.name for node in config.spec.layers]
    assert fitted(fit, data) is None


def test_every_output_is_fitted_to_what_it_is_compared_with():
    nodes = (
        LayerSpec("code", Dense(units=3)),
        LayerSpec("again", Dense(units=9), ("code",)),
        LayerSpec("class", Dense(units=5, activation="sigmoid"), ("code",)),
    )
    config = RunConfig(
        spec=NetworkSpec((9,), nodes, ("class", "again")),
        loss={"class": "binary_crossentropy", "again": "mse"},
        targets={"again": "x"},
    )
    fit = fitted(config, load("gauss"))
    assert fit.spec.checked().output_shapes == {"class": (2,), "again": (2,)}
    assert fit.loss == {"class": "categorical_crossentropy", "again": "mse"}
    make_splits(load("gauss"), fit.spec, 0.0, aims=fit.aims())
    assert fitted(fit, load("gauss")) is None


def test_network_whose_end_cannot_be_changed_is_not_fitted():
    config = nncore.load_recipe("first-digits")
    flat = config.replace(spec=NetworkSpec.chain((28, 28, 1), [Flatten()]))
    assert fitted(flat, load("reg-plane")) is None


def test_fixed_starting_values_of_other_shapes_are_dropped():
    config = nncore.load_recipe("worked-example")
    fit = fitted(config, load("sin-plus-cos"))
    assert fit.initial_params == {}
    assert fit.loss == "mse"
    assert fit.spec.layers[-1].layer.activation == "linear"


def test_filters_of_a_convolution_are_pictures_of_its_windows():
    made = network(Conv2D(filters=3, kernel_size=(5, 4)), Conv2D(filters=2, kernel_size=(3, 3)))
    first = kernel_tiles(made, "conv_2d_1")
    assert first.shape == (3, 5, 4)
    np.testing.assert_array_equal(first[2], made.params["conv_2d_1/kernel"][:, :, 0, 2])
    second = kernel_tiles(made, "conv_2d_2")
    assert second.shape == (2 * 3, 3, 3)
    np.testing.assert_array_equal(second[3 + 1], made.params["conv_2d_2/kernel"][:, :, 1, 1])


def test_network_whose_last_layer_knows_no_softmax_is_not_fitted():
    config = nncore.load_recipe("lstm-rows")
    ends = config.replace(spec=config.spec.remove(config.spec.layers[-1].name))
    assert ends.spec.layers[-1].layer.type_name == "LSTM"
    assert fitted(ends, load("gauss")) is None


def test_column_knows_what_its_activations_cannot_pass():
    layers = [
        Dense(units=3, activation="relu"),
        Dense(units=2),
        Activation(activation="softmax"),
        Dense(units=1, activation="sigmoid"),
    ]
    columns = diagram_layers(Network.from_spec(NetworkSpec.chain((4,), layers)))
    assert [column.limit for column in columns] == [None, None, 1.0, 1.0]


def test_every_loss_has_words_of_its_own():
    words = {name: loss_words(name) for name in LOSSES}
    assert words["categorical_crossentropy"] == "cross-entropy"
    assert not [name for name in LOSSES if name not in _LOSSES]
    assert len(set(words.values())) == len(words)


def test_limit_of_activations_holds_behind_layers_that_keep_the_range():
    layers = [
        Dense(units=3, activation="sigmoid"),
        Dropout(rate=0.2),
        Dense(units=2, activation="relu"),
        Dense(units=1, activation="tanh"),
        Reshape(target_shape=(1, 1)),
    ]
    network = Network.from_spec(NetworkSpec.chain((4,), layers))
    assert list(limits_of(network).values()) == [1.0, 1.0, None, 1.0, 1.0]
    assert [column.limit for column in diagram_layers(network)] == [None, 1.0, None, 1.0]


def test_disabled_activation_limits_nothing():
    spec = NetworkSpec.chain((4,), [Dense(units=2), Activation(activation="sigmoid")])
    columns = diagram_layers(Network.from_spec(spec.enable("activation_1", False)))
    assert columns[-1].limit is None

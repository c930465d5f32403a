package io.github.emotion4j.data.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HubFilesTest {
    @Test
    void prefers_safetensors_and_takes_the_weights_last() throws HubException {
        assertThat(paths(ModelFiles.pick(
                        model("model.onnx", "model.safetensors", "config.json", "vocab.txt", "tf_model.h5"))))
                .containsExactly("config.json", "vocab.txt", "model.safetensors");
    }

    @Test
    void takes_onnx_with_its_external_data() throws HubException {
        assertThat(paths(ModelFiles.pick(model(
                        "onnx/model.onnx",
                        "onnx/model.onnx_data",
                        "onnx/model_int8.onnx",
                        "config.json",
                        "tokenizer.json"))))
                .containsExactly("config.json", "tokenizer.json", "onnx/model.onnx_data", "onnx/model.onnx");
    }

    @Test
    void says_what_a_model_lacks() {
        assertThatThrownBy(() -> ModelFiles.pick(model("model.safetensors", "config.json")))
                .hasMessageContaining("tokenizer.json nor vocab.txt");
        assertThatThrownBy(() -> ModelFiles.pick(model("model.safetensors", "vocab.txt")))
                .hasMessageContaining("config.json");
        assertThatThrownBy(() -> ModelFiles.pick(model("flax_model.msgpack", "config.json", "vocab.txt")))
                .hasMessageContaining("found flax_model.msgpack");
        assertThatThrownBy(() -> ModelFiles.pick(model("model.safetensors.index.json", "config.json", "vocab.txt")))
                .hasMessageContaining("stands for several files, of which 0 are there")
                .hasMessageContaining("found model.safetensors.index.json");
    }

    @Test
    void takes_weights_in_parts_with_all_of_them() throws HubException {
        assertThat(paths(ModelFiles.pick(model(
                        "config.json",
                        "model-00001-of-00002.safetensors",
                        "model-00002-of-00002.safetensors",
                        "model.safetensors.index.json",
                        "pytorch_model-00001-of-00002.bin",
                        "pytorch_model-00002-of-00002.bin",
                        "pytorch_model.bin.index.json",
                        "vocab.txt"))))
                .containsExactly(
                        "config.json",
                        "vocab.txt",
                        "model-00001-of-00002.safetensors",
                        "model-00002-of-00002.safetensors",
                        "model.safetensors.index.json");
        assertThat(paths(ModelFiles.pick(model(
                        "pytorch_model.bin.index.json",
                        "pytorch_model-00001-of-00001.bin",
                        "model-00001-of-00002.safetensors",
                        "config.json",
                        "vocab.txt"))))
                .containsExactly(
                        "config.json", "vocab.txt", "pytorch_model-00001-of-00001.bin", "pytorch_model.bin.index.json");
        assertThatThrownBy(() -> ModelFiles.pick(model(
                        "model.safetensors.index.json",
                        "model-00002-of-00003.safetensors",
                        "config.json",
                        "vocab.txt")))
                .hasMessageContaining("of which 1 of 3 are there");
    }

    @Test
    void takes_pytorchs_weights_where_there_are_no_others() throws HubException {
        assertThat(paths(ModelFiles.pick(model("pytorch_model.bin", "tf_model.h5", "config.json", "vocab.txt"))))
                .containsExactly("config.json", "vocab.txt", "pytorch_model.bin");
        assertThat(paths(ModelFiles.pick(model("pytorch_model.bin", "model.onnx", "config.json", "vocab.txt"))))
                .containsExactly("config.json", "vocab.txt", "model.onnx");
    }

    @Test
    void finds_splits_in_every_layout_of_the_hub() throws HubException {
        var sharded = data(
                "split/train-00000-of-00001.parquet",
                "split/validation-00000-of-00001.parquet",
                "unsplit/train-00000-of-00001.parquet");
        assertThat(pick(sharded, "train")).containsExactly("split/train-00000-of-00001.parquet");
        assertThat(pick(sharded, "dev")).containsExactly("split/validation-00000-of-00001.parquet");
        assertThat(paths(DatasetFiles.pick(sharded, Optional.of("unsplit"), "train")))
                .containsExactly("unsplit/train-00000-of-00001.parquet");

        var lines = data("data/data.jsonl.gz", "data/train.jsonl.gz", "data/test.jsonl.gz", "README.md");
        assertThat(pick(lines, "test")).containsExactly("data/test.jsonl.gz");

        var converted = data("default/train/0001.parquet", "default/train/0000.parquet", "default/test/0000.parquet");
        assertThat(pick(converted, "train"))
                .containsExactly("default/train/0000.parquet", "default/train/0001.parquet");

        assertThat(pick(data("train.csv", "train.parquet", "test.csv"), "train"))
                .containsExactly("train.parquet");
        assertThat(pick(data("train/part1.csv", "train/part2.csv"), "train"))
                .containsExactly("train/part1.csv", "train/part2.csv");
    }

    @Test
    void the_card_decides_where_it_declares_the_files() throws HubException {
        // the card of dair-ai/emotion, as the API gives it
        var card = """
                {"license": "other", "configs": [
                  {"config_name": "unsplit", "data_files": [{"split": "train", "path": "unsplit/train-*"}]},
                  {"config_name": "split", "default": true, "data_files": [
                    {"split": "train", "path": "split/train-*"}, {"split": "test", "path": ["split/test-*"]}]}]}""";
        var answer = JsonParser.parseString(
                "{\"sha\":\"" + FakeHub.COMMIT + "\",\"cardData\":" + card
                        + ",\"siblings\":[{\"rfilename\":\"unsplit/train-00000-of-00001.parquet\"},"
                        + "{\"rfilename\":\"split/train-00000-of-00001.parquet\"},{\"rfilename\":\"split/test-00000-of-00001.parquet\"}]}");
        var listing = RepoListing.read(HubId.dataset("org/data"), answer);

        assertThat(pick(listing, "train")).containsExactly("split/train-00000-of-00001.parquet");
        assertThat(listing.licence()).contains("other");
        assertThat(RepoListing.read(listing.id(), listing.toJson())).isEqualTo(listing);
        assertThatThrownBy(() -> pick(listing, "validation"))
                .hasMessageContaining("no split 'validation'; choose one of train, test");
        assertThatThrownBy(() -> DatasetFiles.pick(listing, Optional.of("x"), "train"))
                .hasMessageContaining("choose one of split, unsplit");
    }

    @Test
    void misses_a_part_of_a_split() {
        assertThatThrownBy(() -> pick(data("train-00000-of-00003.parquet", "train-00001-of-00003.parquet"), "train"))
                .hasMessageContaining("2 of the 3 parts");
    }

    @Test
    void shows_bytes_as_the_hub_does() {
        assertThat(Stream.of(0L, 999L, 1000L, 267_954_768L, 999_960_000L, Long.MAX_VALUE)
                        .map(DownloadPlan::human))
                .containsExactly("0 B", "999 B", "1.0 kB", "268.0 MB", "1.0 GB", "9.2 EB");
    }

    private static List<String> pick(RepoListing listing, String split) throws HubException {
        return paths(DatasetFiles.pick(listing, Optional.empty(), split));
    }

    private static List<String> paths(List<RepoFile> files) {
        return files.stream().map(RepoFile::path).toList();
    }

    private static RepoListing model(String... paths) {
        return listing(HubId.model("org/model"), paths);
    }

    private static RepoListing data(String... paths) {
        return listing(HubId.dataset("org/data"), paths);
    }

    private static RepoListing listing(HubId id, String... paths) {
        var files = Stream.of(paths).map(RepoFile::named).toList();
        return new RepoListing(id, FakeHub.COMMIT, files, Optional.empty(), Map.of());
    }
}

package io.github.emotion4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class SharedModelTest {

    private static final String[] WORDS =
            "i feel so happy sad angry scared love hate surprised today night and the a it very really not ☕ naïve 7"
                    .split(" ");

    /** Texts of 0 to 80 words, null among them. */
    static List<String> texts(int count, long seed) {
        var random = new Random(seed);
        var texts = new ArrayList<String>(count);
        for (int i = 0; i < count; i++) {
            var words = new String[random.nextInt(random.nextInt(10) == 0 ? 80 : 20)];
            Arrays.setAll(words, w -> WORDS[random.nextInt(WORDS.length)]);
            texts.add(random.nextInt(50) == 0 ? null : String.join(" ", words));
        }
        return texts;
    }

    private static void requireSame(Prediction answer, Prediction alone, String what) {
        assertThat(answer.isRejected()).as(what).isEqualTo(alone.isRejected());
        for (int id = 0; id < alone.probabilities().length; id++) {
            // Other company in the batch may change the order of a sum.
            assertThat(Math.abs(answer.probabilities()[id] - alone.probabilities()[id]))
                    .as(what)
                    .isLessThan(1e-5f);
        }
    }

    @Test
    void eightThreadsGetTheAnswersOfOne() throws Exception {
        long seed = 8;
        var texts = texts(2000, seed);
        try (var classifier = EmotionClassifier.load(TinyModels.path("tiny-distilbert"));
                var batcher = new MicroBatcher(classifier, MicroBatcher.Options.defaults())) {
            var alone = classifier.predict(texts);
            var threads = Executors.newFixedThreadPool(8);
            try {
                var jobs = new ArrayList<Callable<Void>>();
                for (int t = 0; t < 8; t++) {
                    int thread = t;
                    jobs.add(() -> {
                        var order = new ArrayList<>(
                                IntStream.range(0, texts.size()).boxed().toList());
                        Collections.shuffle(order, new Random(seed + thread));
                        for (int from = 0; from < order.size(); ) {
                            // By turns: a single text, a list, a micro-batched text.
                            int size = from % 3 == 1 ? Math.min(17, order.size() - from) : 1;
                            var rows = order.subList(from, from + size);
                            var asked = rows.stream().map(texts::get).toList();
                            var answers = from % 3 == 2
                                    ? List.of(batcher.predict(asked.get(0)).join())
                                    : size == 1 ? List.of(classifier.predict(asked.get(0))) : classifier.predict(asked);
                            for (int i = 0; i < size; i++) {
                                requireSame(
                                        answers.get(i),
                                        alone.get(rows.get(i)),
                                        "seed " + seed + ", text " + asked.get(i));
                            }
                            from += size;
                        }
                        return null;
                    });
                }
                for (var job : threads.invokeAll(jobs)) {
                    job.get();
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Test
    void closingUnderLoadNeitherHangsNorCrashes() throws Exception {
        var texts = texts(200, 9);
        for (int round = 0; round < 10; round++) {
            var classifier = EmotionClassifier.load(TinyModels.path("tiny-bert"));
            var batcher = new MicroBatcher(classifier, MicroBatcher.Options.defaults());
            var answered = new AtomicInteger();
            var told = new AtomicInteger();
            var callers = new ArrayList<Thread>();
            for (int t = 0; t < 6; t++) {
                int kind = t % 3;
                callers.add(new Thread(() -> {
                    try {
                        while (true) {
                            switch (kind) {
                                case 0 -> classifier.predict("i feel happy");
                                case 1 -> classifier.predict(texts);
                                default -> batcher.predict("so sad").join();
                            }
                            answered.incrementAndGet();
                        }
                    } catch (IllegalStateException | java.util.concurrent.CompletionException closed) {
                        told.incrementAndGet();
                    }
                }));
            }
            callers.forEach(Thread::start);
            while (answered.get() < 20) {
                Thread.sleep(1);
            }
            classifier.close();
            for (var caller : callers) {
                caller.join();
            }
            batcher.close();
            assertThat(told).hasValue(6);
        }
    }

    @Test
    void twoModelsLiveSideBySide() throws Exception {
        try (var one = EmotionClassifier.load(TinyModels.path("tiny-distilbert"))) {
            var before = one.predict("i feel so happy today");
            try (var other = EmotionClassifier.load(TinyModels.path("tiny-bert"))) {
                assertThat(other.predict("i feel so happy today")).isNotEqualTo(before);
                assertThat(one.predict("i feel so happy today")).isEqualTo(before);
            }
            assertThat(one.predict("i feel so happy today")).isEqualTo(before);
        }
    }
}

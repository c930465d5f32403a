package io.github.emotion4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.core.ClassifierOptions.OverLong;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EmotionClassifierTest {

    static final Labels DIGITS =
            Labels.of(IntStream.range(0, 10).mapToObj(Integer::toString).toList());

    private final CharacterTokenizer tokenizer = new CharacterTokenizer(64);
    private final DigitScorer scorer = new DigitScorer();

    private EmotionClassifier classifier(ClassifierOptions options) {
        return new EmotionClassifier(tokenizer, scorer, DIGITS, 1, options, PredictionListener.NONE);
    }

    /** A text of 1 to 60 characters with one digit, and that digit's name. */
    static String text(Random random, int digit) {
        String letters = "x".repeat(random.nextInt(60));
        int at = random.nextInt(letters.length() + 1);
        return letters.substring(0, at) + digit + letters.substring(at);
    }

    @Test
    void answersWithLabelScoreAndAllProbabilities() {
        var answer = classifier(ClassifierOptions.defaults()).predict("a 7 and a 7 and a 3");
        assertThat(answer.label()).isEqualTo("7");
        assertThat(answer.labelId()).isEqualTo(7);
        double sum = Math.exp(0) + Math.exp(-10) + 8 * Math.exp(-20);
        assertThat(answer.score()).isCloseTo((float) (1 / sum), within(1e-6f));
        assertThat(answer.scores().get("3")).isCloseTo((float) (Math.exp(-10) / sum), within(1e-8f));
        assertThat(answer.scores().keySet()).containsExactlyElementsOf(DIGITS.names());
    }

    @Test
    void dividesTheLogitsByTheTemperature() {
        var cooled = new EmotionClassifier(
                tokenizer, scorer, DIGITS, 5, ClassifierOptions.defaults(), PredictionListener.NONE);
        assertThat(cooled.predict("7").score()).isCloseTo((float) (1 / (1 + 9 * Math.exp(-2))), within(1e-6f));
    }

    @Test
    void keepsTheOrderOfAListThoughBatchesAreMadeByLength() {
        var random = new Random(1);
        int[] digits = random.ints(1000, 0, 10).toArray();
        var texts = IntStream.of(digits).mapToObj(digit -> text(random, digit)).toList();
        var answers = classifier(ClassifierOptions.defaults().withBatchSize(8)).predict(texts);
        assertThat(answers)
                .extracting(Prediction::labelId)
                .containsExactly(IntStream.of(digits).boxed().toArray(Integer[]::new));
        int padding = scorer.batches.stream()
                .mapToInt(b -> b.ids().length - b.tokens())
                .sum();
        int tokens = scorer.batches.stream().mapToInt(TokenBatch::tokens).sum();
        assertThat(padding).isLessThan(tokens / 20);
        assertThat(scorer.batches).allMatch(batch -> batch.rows() <= 8);
    }

    @Test
    void theMemoryOfABatchIsBoundedHoweverLongTheTextsAndLargeTheBatches() {
        var long512 = new CharacterTokenizer(512);
        var random = new Random(4);
        var texts = IntStream.range(0, 200)
                .mapToObj(i -> i % 10 + "x".repeat(random.nextInt(600)))
                .toList();
        var greedy = new EmotionClassifier(
                long512, scorer, DIGITS, 1, ClassifierOptions.defaults().withBatchSize(1000), PredictionListener.NONE);
        assertThat(greedy.predict(texts))
                .extracting(Prediction::labelId)
                .containsExactly(IntStream.range(0, 200).mapToObj(i -> i % 10).toArray(Integer[]::new));
        assertThat(scorer.batches).allMatch(batch -> batch.ids().length <= 8192);
        assertThat(scorer.batches.size()).isLessThan(20);
    }

    @Test
    void answersARejectedTextAmongOthersWithTheReason() {
        var rejecting = classifier(ClassifierOptions.defaults().withOverLong(OverLong.REJECT));
        var answers = rejecting.predict(Arrays.asList("1", null, "x".repeat(100) + "2", "", "3"));
        assertThat(answers).extracting(Prediction::isRejected).containsExactly(false, true, true, false, false);
        assertThat(answers.get(0).label()).isEqualTo("1");
        assertThat(answers.get(4).label()).isEqualTo("3");
        assertThat(answers.get(1).rejection()).contains("the text is null");
        assertThat(answers.get(2).rejection()).contains("the text has 103 tokens, at most 64 are allowed");
        assertThat(answers.get(1).scores()).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(() -> answers.get(1).label())
                .withMessageContaining("the text is null");
        assertThat(rejecting.predict((String) null).isRejected()).isTrue();
    }

    @Test
    void halfOfASurrogatePairIsRejectedWithoutHarmToOthers() {
        var answers = classifier(ClassifierOptions.defaults())
                .predict(Arrays.asList("1", "\ud83d", "x\ude00", "\ude00\ud83d", "xx2"));
        assertThat(answers).extracting(Prediction::isRejected).containsExactly(false, true, true, true, false);
        assertThat(answers.get(2).rejection())
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("character 2 is U+DE00, half of a surrogate pair"));
        assertThat(answers.get(4).label()).isEqualTo("2");
    }

    @Test
    void aTextThatTheTokenizerCannotReadDoesNotLoseTheOthers() {
        var answers = classifier(ClassifierOptions.defaults()).predict(Arrays.asList("1", "\uFFFF", null, "2"));
        assertThat(answers).extracting(Prediction::isRejected).containsExactly(false, true, true, false);
        assertThat(answers.get(1).rejection()).contains("no token for U+FFFF");
        assertThat(answers.get(3).label()).isEqualTo("2");
    }

    @Test
    void cutsAnOverLongTextUnlessToldOtherwise() {
        assertThat(classifier(ClassifierOptions.defaults())
                        .predict("4" + "x".repeat(100) + "99")
                        .label())
                .isEqualTo("4");
    }

    @Test
    void countsTheTextsThatItCutsButNotThoseThatItRejects() {
        var texts = Arrays.asList("1", "x".repeat(100), null, "x".repeat(62), "y".repeat(63));
        var cutting = classifier(ClassifierOptions.defaults());
        cutting.predict(texts);
        cutting.predict(texts);
        assertThat(cutting.cut()).isEqualTo(4);
        assertThat(cutting.maxLength()).isEqualTo(64);
        var rejecting = classifier(ClassifierOptions.defaults().withOverLong(OverLong.REJECT));
        rejecting.predict(texts);
        assertThat(rejecting.cut()).isZero();
    }

    @Test
    void marksAnswersBelowTheLeastConfidence() {
        var careful = classifier(ClassifierOptions.defaults().withMinConfidence(0.9));
        assertThat(careful.predict("1").uncertain()).isFalse();
        assertThat(careful.predict("12").uncertain()).isTrue();
        assertThat(classifier(ClassifierOptions.defaults()).predict("12").uncertain())
                .isFalse();
    }

    @Test
    void readsAStreamOneWindowAheadAndKeepsItsOrder() {
        var read = new AtomicInteger();
        var closed = new AtomicBoolean();
        var texts = Stream.iterate(0, i -> i + 1)
                .peek(i -> read.incrementAndGet())
                .map(i -> i % 11 == 0 ? null : "x".repeat(i % 37) + i % 10)
                .onClose(() -> closed.set(true));
        try (var answers =
                classifier(ClassifierOptions.defaults().withBatchSize(4)).predict(texts)) {
            var iterator = answers.iterator();
            for (int i = 0; i < 1000; i++) {
                var answer = iterator.next();
                assertThat(answer.isRejected()).isEqualTo(i % 11 == 0);
                if (i % 11 != 0) {
                    assertThat(answer.labelId()).isEqualTo(i % 10);
                }
                assertThat(read.get()).isLessThanOrEqualTo(i + 4 * 32 + 2);
            }
        }
        assertThat(closed).isTrue();
    }

    @Test
    void givesManyThreadsTheAnswersOfOne() throws InterruptedException {
        var shared = classifier(ClassifierOptions.defaults());
        var random = new Random(2);
        var texts = IntStream.range(0, 500).mapToObj(i -> text(random, i % 10)).toList();
        var alone = shared.predict(texts);
        var wrong = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 8; t++) {
            int shift = t * 31;
            threads.add(new Thread(() -> {
                for (int i = 0; i < texts.size(); i++) {
                    int at = (i + shift) % texts.size();
                    if (!shared.predict(texts.get(at)).equals(alone.get(at))) {
                        wrong.incrementAndGet();
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (var thread : threads) {
            thread.join();
        }
        assertThat(wrong).hasValue(0);
    }

    @Test
    void letsTheBatchInFlightEndBeforeItCloses() throws InterruptedException {
        var entered = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var slow = new DigitScorer() {
            @Override
            public float[] logits(TokenBatch batch) {
                entered.countDown();
                try {
                    assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return super.logits(batch);
            }
        };
        var classifier = new EmotionClassifier(
                tokenizer, slow, DIGITS, 1, ClassifierOptions.defaults().withBatchSize(1), PredictionListener.NONE);
        var outcome = new ArrayList<Object>();
        var caller = new Thread(() -> {
            try {
                outcome.add(classifier.predict(List.of("1", "2")));
            } catch (IllegalStateException e) {
                outcome.add(e.getMessage());
            }
        });
        caller.start();
        entered.await();
        var closer = new Thread(classifier::close);
        closer.start();
        closer.join(100);
        assertThat(closer.isAlive()).as("close waits").isTrue();
        assertThat(slow.closed).isFalse();
        goOn.countDown();
        closer.join();
        caller.join();
        assertThat(slow.closed).isTrue();
        assertThat(tokenizer.closed).isTrue();
        // The first batch ended; the second either came in time or was told.
        assertThat(slow.batches).hasSizeBetween(1, 2);
        assertThat(outcome).hasSize(1);
        if (slow.batches.size() == 1) {
            assertThat(outcome).containsExactly("the classifier is closed");
        }
        classifier.close();
        assertThatIllegalStateException().isThrownBy(() -> classifier.predict("1"));
    }

    @Test
    void mayBeClosedWhileAStreamIsConsumed() {
        var classifier = classifier(ClassifierOptions.defaults().withBatchSize(1));
        var answers = classifier.predict(Stream.generate(() -> "1"));
        assertThatIllegalStateException()
                .isThrownBy(() -> answers.forEach(answer -> classifier.close()))
                .withMessage("the classifier is closed");
    }

    @Test
    void tellsItsListenerWhatItAnswered() {
        var heard = new ArrayList<Prediction>();
        var classifier = new EmotionClassifier(
                tokenizer, scorer, DIGITS, 1, ClassifierOptions.defaults(), (answers, duration) -> {
                    assertThat(duration).isPositive();
                    heard.addAll(answers);
                });
        var answers = classifier.predict(Arrays.asList("1", null, "3"));
        assertThat(heard).isEqualTo(answers);
    }

    @Test
    void tellsItsListenerNothingOfTheTextsItMakesUpItself() {
        var classifier = new EmotionClassifier(
                tokenizer, scorer, DIGITS, 1, ClassifierOptions.defaults(), (answers, duration) -> {
                    throw new AssertionError("told of " + answers);
                });
        classifier.warmUp();
        assertThat(scorer.batches).hasSizeGreaterThan(5);
        int before = scorer.batches.size();
        classifier.check();
        assertThat(scorer.batches).hasSize(before + 1);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void anAnswerThatIsNoNumberIsARejectionAndFailsTheCheck(float logit) {
        var damaged = new DigitScorer() {
            @Override
            public float[] logits(TokenBatch batch) {
                float[] logits = super.logits(batch);
                logits[3] = logit; // of the first row
                return logits;
            }
        };
        var classifier = new EmotionClassifier(
                tokenizer, damaged, DIGITS, 1, ClassifierOptions.defaults(), PredictionListener.NONE);
        var answers = classifier.predict(List.of("1", "2"));
        assertThat(answers).extracting(Prediction::isRejected).containsExactly(true, false);
        assertThat(answers.get(0).rejection().orElseThrow()).contains("weights are damaged");
        assertThat(answers.get(1).label()).isEqualTo("2");
        assertThatIllegalStateException().isThrownBy(classifier::check).withMessageContaining("weights are damaged");
    }

    @Test
    void failsTheCheckWhenClosed() {
        var classifier = classifier(ClassifierOptions.defaults());
        classifier.check();
        classifier.close();
        assertThatIllegalStateException().isThrownBy(classifier::check).withMessage("the classifier is closed");
    }

    @Test
    void namesABadOption() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClassifierOptions.defaults().withBatchSize(0))
                .withMessage("batch size must be >= 1, found 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClassifierOptions.defaults().withMinConfidence(1.5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClassifierOptions.defaults().withMaxLength(2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EmotionClassifier(
                        tokenizer, scorer, DIGITS, 0, ClassifierOptions.defaults(), PredictionListener.NONE));
    }
}

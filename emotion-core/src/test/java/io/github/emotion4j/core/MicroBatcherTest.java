package io.github.emotion4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.core.MicroBatcher.Options;
import io.github.emotion4j.data.batch.TokenBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MicroBatcherTest {

    private final DigitScorer scorer = new DigitScorer();

    private EmotionClassifier classifier(Scorer scorer) {
        return new EmotionClassifier(
                new CharacterTokenizer(64),
                scorer,
                EmotionClassifierTest.DIGITS,
                1,
                ClassifierOptions.defaults(),
                PredictionListener.NONE);
    }

    @Test
    void gathersTheRequestsOfConcurrentCallers() {
        try (var batcher = new MicroBatcher(classifier(scorer), new Options(4, Duration.ofSeconds(50), 100))) {
            var answers = new ArrayList<CompletableFuture<Prediction>>();
            for (int i = 0; i < 8; i++) {
                answers.add(batcher.predict("" + i));
            }
            for (int i = 0; i < 8; i++) {
                assertThat(answers.get(i).join().labelId()).isEqualTo(i);
            }
        }
        assertThat(scorer.batches).extracting(TokenBatch::rows).containsExactly(4, 4);
    }

    @Test
    void letsASingleRequestWaitNoLongerThanTheDelay() {
        try (var batcher = new MicroBatcher(classifier(scorer), new Options(1000, Duration.ofMillis(20), 100))) {
            assertThat(batcher.predict("5").join().label()).isEqualTo("5");
        }
    }

    @Test
    void neitherLosesNorSwapsAnAnswerUnderStressAndAcrossClose() throws InterruptedException {
        long seed = 3;
        var batcher = new MicroBatcher(classifier(scorer), new Options(16, Duration.ofNanos(200_000), 1_000_000));
        var right = new AtomicInteger();
        var refused = new AtomicInteger();
        var wrong = new AtomicInteger();
        var submitted = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 8; t++) {
            var random = new Random(seed + t);
            threads.add(new Thread(() -> {
                var pending = new ArrayList<CompletableFuture<?>>();
                for (int i = 0; i < 5000; i++) {
                    int digit = random.nextInt(10);
                    submitted.incrementAndGet();
                    pending.add(batcher.predict(EmotionClassifierTest.text(random, digit))
                            .handle((answer, failure) -> {
                                if (failure != null) {
                                    assertThat(failure).isInstanceOf(RejectedExecutionException.class);
                                    return refused.incrementAndGet();
                                }
                                return (answer.labelId() == digit ? right : wrong).incrementAndGet();
                            }));
                    if (random.nextInt(4) == 0) {
                        pending.get(pending.size() - 1).join();
                    }
                }
                pending.forEach(CompletableFuture::join);
            }));
        }
        threads.forEach(Thread::start);
        while (right.get() < 15_000) {
            Thread.sleep(1);
        }
        batcher.close();
        for (var thread : threads) {
            thread.join();
        }
        assertThat(wrong).as("seed " + seed).hasValue(0);
        assertThat(right.get() + refused.get()).isEqualTo(submitted.get()).isEqualTo(40_000);
    }

    @Test
    void answersWhatItAcceptedBeforeItCloses() {
        var answers = new ArrayList<CompletableFuture<Prediction>>();
        var batcher = new MicroBatcher(classifier(scorer), new Options(8, Duration.ofSeconds(50), 100));
        for (int i = 0; i < 50; i++) {
            answers.add(batcher.predict("" + i % 10));
        }
        batcher.close();
        batcher.close();
        assertThat(answers).allMatch(CompletableFuture::isDone);
        assertThat(answers.get(49).join().label()).isEqualTo("9");
        assertThat(batcher.predict("1")).isCompletedExceptionally();
    }

    @Test
    void mayBeClosedByAStageOnItsOwnThread() {
        var batcher = new MicroBatcher(classifier(scorer), new Options(1, Duration.ZERO, 100));
        batcher.predict("1").thenRun(batcher::close).join();
        batcher.close();
        assertThat(batcher.predict("1")).isCompletedExceptionally();
    }

    @Test
    void handsTheFailureOfABatchToItsCallersAndGoesOn() {
        var failing = new DigitScorer() {
            @Override
            public float[] logits(TokenBatch batch) {
                if (batch.length() > 10) {
                    throw new IllegalStateException("out of order");
                }
                return super.logits(batch);
            }
        };
        try (var batcher = new MicroBatcher(classifier(failing), new Options(1, Duration.ZERO, 100))) {
            var bad = batcher.predict("x".repeat(20));
            assertThatThrownBy(bad::join).hasRootCauseMessage("out of order");
            assertThat(batcher.predict("6").join().label()).isEqualTo("6");
        }
    }

    @Test
    void refusesWhatItCannotHoldAndSkipsWhatWasCancelled() throws InterruptedException {
        var entered = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var slow = new DigitScorer() {
            @Override
            public float[] logits(TokenBatch batch) {
                entered.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return super.logits(batch);
            }
        };
        try (var batcher = new MicroBatcher(classifier(slow), new Options(1, Duration.ZERO, 2))) {
            var first = batcher.predict("1");
            entered.await();
            var cancelled = batcher.predict("2");
            var third = batcher.predict("3");
            var refused = batcher.predict("4");
            assertThatThrownBy(refused::join)
                    .hasCauseInstanceOf(RejectedExecutionException.class)
                    .hasMessageContaining("2 requests are waiting");
            cancelled.cancel(false);
            goOn.countDown();
            assertThat(List.of(first.join().label(), third.join().label())).containsExactly("1", "3");
        }
        assertThat(slow.batches).hasSize(2);
    }

    @Test
    void answersNullLikeTheClassifier() {
        try (var batcher = new MicroBatcher(classifier(scorer), Options.defaults())) {
            assertThat(batcher.predict(null).join().isRejected()).isTrue();
        }
    }
}

package io.github.emotion4j.core.train;

import io.github.emotion4j.core.graph.TrainableModel;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.batch.Batch;
import io.github.emotion4j.data.batch.Batches;
import io.github.emotion4j.data.tokenize.Encoding;
import io.github.emotion4j.data.tokenize.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;

/** One run from start or resumption to end. Used once. */
final class TrainingLoop {

    /** Without validation data, so many texts of the training data show at the end what the last step has done. */
    private static final int CLOSING_TEXTS = 64;

    /**
     * What tests put something of their own in the place of.
     *
     * @param files opens the files of saved states
     * @param backward makes the gradients
     * @param batches the batches of an epoch, counted from 0; as many in each
     */
    record Seams(CheckedDirectory.Opener files, StepGradients.Backward backward, IntFunction<List<Batch>> batches) {}

    private final TrainableModel model;
    private final Options options;
    private final TrainingListener listener;
    private final Dataset train;
    private final List<Encoding> encodings;
    private final Optional<Evaluator> validation;
    private final Seams seams;
    private final StepGradients gradients;
    private final Divergence divergence;
    private final Schedule schedule;

    private RunState state;
    private Optional<RunDirectory> directory = Optional.empty();
    private Optional<MetricsLog> metrics = Optional.empty();
    private AdamW optimiser;
    private Floats best;
    private long began;
    private long tokensSeen;
    private long firstStep;

    TrainingLoop(
            TrainableModel model,
            Tokenizer tokenizer,
            Options options,
            TrainingListener listener,
            Dataset train,
            Optional<Dataset> validation) {
        this(model, tokenizer, options, listener, train, validation, Optional.empty());
    }

    TrainingLoop(
            TrainableModel model,
            Tokenizer tokenizer,
            Options options,
            TrainingListener listener,
            Dataset train,
            Optional<Dataset> validation,
            Optional<Seams> seams) {
        this.model = model;
        this.options = options;
        this.listener = listener;
        this.train = train;
        this.encodings = tokenizer.encode(train.texts());
        Optional<Fingerprint.Tokenized> held =
                validation.map(data -> new Fingerprint.Tokenized(data, tokenizer.encode(data.texts())));
        this.validation = held.map(found -> new Evaluator(model, found.data().labelIds(), found.encodings()));
        this.seams = seams.orElseGet(() -> new Seams(
                CheckedDirectory.NEW_FILE,
                model::backward,
                epoch -> Batches.shuffled(encodings, options.batchSize(), options.seed(), epoch)));
        var loss = new Loss(options.classWeights().of(train), options.labelSmoothing());
        this.gradients = new StepGradients(this.seams.backward(), loss, train::labelId, options.seed());
        this.divergence = new Divergence(options, model.labels());
        int batches = this.seams.batches().apply(0).size();
        int stepsPerEpoch = (batches + options.gradientAccumulation() - 1) / options.gradientAccumulation();
        long total = (long) stepsPerEpoch * options.epochs();
        this.schedule = new Schedule(options.learningRate(), Math.round(total * options.warmupRatio()), total);
        this.state = RunState.start(Fingerprint.of(options, new Fingerprint.Tokenized(train, encodings), held, model));
    }

    TrainingResult run(Optional<Path> runDirectory, boolean resume) throws IOException {
        if (runDirectory.isEmpty()) {
            return run(resume, runDirectory);
        }
        RunLock lock = RunLock.of(runDirectory.get());
        try {
            return run(resume, runDirectory);
        } finally {
            lock.close();
        }
    }

    private TrainingResult run(boolean resume, Optional<Path> runDirectory) throws IOException {
        long start = System.nanoTime();
        try (var adamW = new AdamW(model, AdamW.Settings.withDecay(options.weightDecay()));
                var bestWeights = Floats.allocate(model.layout().size())) {
            optimiser = adamW;
            best = bestWeights;
            if (runDirectory.isPresent()) {
                Uninterrupted.run(() -> open(runDirectory.get(), resume));
            }
            began = System.nanoTime();
            firstStep = state.step();
            listener.begins(firstStep);
            while (state.epoch() < options.epochs() && !endsEarly()) {
                epoch();
            }
            if (state.bestEpoch() > 0) {
                best.copyTo(model.weights());
            }
            Optional<String> rise = divergence.rise(state.startLoss(), state.epochs(), closingLoss());
            double seconds = (System.nanoTime() - start) / 1e9;
            return new TrainingResult(
                    model.toCheckpoint(train.labels()),
                    options.pooling(),
                    state.epochs(),
                    state.bestEpoch(),
                    seconds,
                    rise.stream().toList());
        }
    }

    private void open(Path path, boolean resume) throws IOException {
        var run = new RunDirectory(path, seams.files());
        if (resume) {
            state = run.load(state.fingerprint(), arrays()).orElse(state);
            optimiser.resumeAfter(state.step());
        } else {
            run.clear();
        }
        directory = Optional.of(run);
        metrics = Optional.of(MetricsLog.open(path.resolve("metrics.jsonl"), state.step()));
    }

    private RunDirectory.Arrays arrays() {
        return new RunDirectory.Arrays(model.weights(), optimiser.first(), optimiser.second(), best);
    }

    private boolean endsEarly() {
        int done = state.epochs().size();
        return options.earlyStopping() > 0
                && validation.isPresent()
                && done - state.bestEpoch() >= options.earlyStopping();
    }

    private void epoch() throws IOException {
        long start = System.nanoTime();
        List<Batch> batches = seams.batches().apply(state.epoch());
        int from = state.batch();
        while (from < batches.size()) {
            stopIfInterrupted();
            int to = Math.min(batches.size(), from + options.gradientAccumulation());
            step(List.copyOf(batches.subList(from, to)), to);
            from = to;
            boolean last = from == batches.size();
            if (!last && options.saveEvery() > 0 && state.step() % options.saveEvery() == 0) {
                save();
            }
        }
        finishEpoch((System.nanoTime() - start) / 1e9);
    }

    private void step(List<Batch> batches, int batchesDone) throws IOException {
        double loss = gradients.of(batches, state.step());
        divergence.requireFinite("loss of step " + (state.step() + 1), loss, state.step());
        double norm = optimiser.gradientNorm();
        divergence.requireFinite("gradient norm of step " + (state.step() + 1), norm, state.step());
        double rate = schedule.rate(state.step());
        optimiser.step(rate, Math.min(1, options.maxGradNorm() / (norm + 1e-6)));
        state = state.afterStep(loss, batchesDone);
        tokensSeen +=
                batches.stream().mapToLong(batch -> batch.tokens().tokens()).sum();
        double seconds = (System.nanoTime() - began) / 1e9;
        long total = schedule.totalSteps();
        var report = new TrainingListener.Step(
                state.step(),
                total,
                state.epoch() + 1,
                loss,
                norm,
                rate,
                tokensSeen / seconds,
                seconds / (state.step() - firstStep) * (total - state.step()));
        if (metrics.isPresent()) {
            metrics.get().append(report);
        }
        listener.step(report);
    }

    private void finishEpoch(double seconds) throws IOException {
        int number = state.epoch() + 1;
        divergence.requireFinite(model.weights(), state.step());
        Optional<Scores> scores = validation.map(Evaluator::scores);
        scores.ifPresent(
                found -> divergence.requireFinite("validation loss after epoch " + number, found.loss(), state.step()));
        var epoch = new Epoch(number, state.meanLoss(), scores, seconds);
        boolean improved = scores.isEmpty() || isBest(scores.get());
        if (improved) {
            model.weights().copyTo(best);
            if (directory.isPresent()) {
                RunDirectory run = directory.get();
                Uninterrupted.run(() -> run.saveBest(number, best));
            }
        }
        state = state.afterEpoch(epoch, improved);
        if (metrics.isPresent()) {
            metrics.get().append(state.step(), epoch);
        }
        save();
        listener.epoch(epoch);
    }

    private boolean isBest(Scores scores) {
        if (state.bestEpoch() == 0) {
            return true;
        }
        Scores before = state.epochs().get(state.bestEpoch() - 1).validation().orElseThrow();
        return scores.betterThan(before, options.bestBy());
    }

    /** Every loss is computed before its step: without validation data nothing has yet seen the last one's. */
    private Optional<Double> closingLoss() {
        if (validation.isPresent()) {
            return Optional.empty();
        }
        int count = Math.min(CLOSING_TEXTS, encodings.size());
        double loss = new Evaluator(model, Arrays.copyOf(train.labelIds(), count), encodings.subList(0, count))
                .scores()
                .loss();
        divergence.requireFinite("loss after the last step", loss, state.step());
        return Optional.of(loss);
    }

    private void save() throws IOException {
        if (directory.isPresent()) {
            RunDirectory run = directory.get();
            Uninterrupted.run(() -> run.save(state, arrays()));
        }
    }

    private void stopIfInterrupted() throws IOException {
        if (Thread.interrupted()) {
            if (state.step() > firstStep) {
                save();
            }
            boolean saved = directory.isPresent() && state.step() > 0;
            throw new CancellationException("training was cancelled after step " + state.step()
                    + (saved ? "; its state is saved and can be resumed" : ""));
        }
    }
}

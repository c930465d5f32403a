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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** One run from start or resumption to end. Used once. */
final class TrainingLoop {

    private static final int EVALUATION_BATCH = 64;
    private static final int EVALUATION_TOKENS = 4096;

    private final TrainableModel model;
    private final Options options;
    private final TrainingListener listener;
    private final Dataset train;
    private final List<Encoding> encodings;
    private final Optional<Evaluator> evaluator;
    private final Loss loss;
    private final Schedule schedule;
    private final int stepsPerEpoch;
    private final CheckedDirectory.Opener opener;

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
        this(model, tokenizer, options, listener, train, validation, CheckedDirectory.NEW_FILE);
    }

    /** @param opener opens the files of saved states */
    TrainingLoop(
            TrainableModel model,
            Tokenizer tokenizer,
            Options options,
            TrainingListener listener,
            Dataset train,
            Optional<Dataset> validation,
            CheckedDirectory.Opener opener) {
        this.opener = opener;
        this.model = model;
        this.options = options;
        this.listener = listener;
        this.train = train;
        this.encodings = tokenizer.encode(train.texts());
        Optional<Fingerprint.Tokenized> held =
                validation.map(data -> new Fingerprint.Tokenized(data, tokenizer.encode(data.texts())));
        this.evaluator = held.map(data -> new Evaluator(model, data.data(), data.encodings()));
        this.loss = new Loss(options.classWeights().of(train), options.labelSmoothing());
        int batches = (train.size() + options.batchSize() - 1) / options.batchSize();
        this.stepsPerEpoch = (batches + options.gradientAccumulation() - 1) / options.gradientAccumulation();
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
            while (state.epoch() < options.epochs() && !endsEarly()) {
                epoch();
            }
            if (state.bestEpoch() > 0) {
                best.copyTo(model.weights());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new TrainingResult(
                    model.toCheckpoint(train.labels()), options.pooling(), state.epochs(), state.bestEpoch(), seconds);
        }
    }

    private void open(Path path, boolean resume) throws IOException {
        var run = new RunDirectory(path, opener);
        if (resume) {
            var arrays = new RunDirectory.Arrays(model.weights(), optimiser.first(), optimiser.second(), best);
            state = run.load(state.fingerprint(), arrays).orElse(state);
            optimiser.resumeAfter(state.step());
        } else {
            run.clear();
        }
        directory = Optional.of(run);
        metrics = Optional.of(MetricsLog.open(path.resolve("metrics.jsonl"), state.step()));
    }

    private boolean endsEarly() {
        int done = state.epochs().size();
        return options.earlyStopping() > 0
                && evaluator.isPresent()
                && done - state.bestEpoch() >= options.earlyStopping();
    }

    private void epoch() throws IOException {
        long start = System.nanoTime();
        List<Batch> batches = Batches.shuffled(encodings, options.batchSize(), options.seed(), state.epoch());
        int from = state.batch();
        while (from < batches.size()) {
            stopIfInterrupted();
            int to = Math.min(batches.size(), from + options.gradientAccumulation());
            step(batches.subList(from, to), to);
            from = to;
            boolean last = from == batches.size();
            if (!last && options.saveEvery() > 0 && state.step() % options.saveEvery() == 0) {
                save();
            }
        }
        finishEpoch((System.nanoTime() - start) / 1e9);
    }

    private void step(List<Batch> batches, int batchesDone) throws IOException {
        double stepLoss = 0;
        for (int part = 0; part < batches.size(); part++) {
            Batch batch = batches.get(part);
            int[] truth = Arrays.stream(batch.rows()).map(train::labelId).toArray();
            long dropoutKey = options.seed() * 0x9E3779B97F4A7C15L + state.step() * 1024 + part;
            float[] targets = loss.coefficients(truth, batches.size());
            stepLoss += model.backward(batch.tokens(), targets, part > 0, dropoutKey);
            tokensSeen += batch.tokens().tokens();
        }
        requireFinite("loss", stepLoss);
        double norm = optimiser.gradientNorm();
        requireFinite("gradient norm", norm);
        double rate = schedule.rate(state.step());
        optimiser.step(rate, Math.min(1, options.maxGradNorm() / (norm + 1e-6)));
        state = new RunState(
                state.fingerprint(),
                state.step() + 1,
                state.epoch(),
                batchesDone,
                state.lossSum() + stepLoss,
                state.lossSteps() + 1,
                state.epochs(),
                state.bestEpoch());
        double seconds = (System.nanoTime() - began) / 1e9;
        long total = schedule.totalSteps();
        var report = new TrainingListener.Step(
                state.step(),
                total,
                state.epoch() + 1,
                stepLoss,
                norm,
                rate,
                tokensSeen / seconds,
                seconds / (state.step() - firstStep) * (total - state.step()));
        if (metrics.isPresent()) {
            metrics.get().append(report);
        }
        listener.step(report);
    }

    private void requireFinite(String what, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalStateException("the " + what + " of step " + (state.step() + 1) + " is " + value
                    + "; the learning rate " + options.learningRate() + " is probably too high for this model");
        }
    }

    private void finishEpoch(double seconds) throws IOException {
        Optional<Scores> scores = evaluator.map(Evaluator::evaluate);
        int number = state.epoch() + 1;
        var epoch = new Epoch(number, state.lossSum() / Math.max(1, state.lossSteps()), scores, seconds);
        boolean improved = scores.isEmpty() || isBest(scores.get());
        List<Epoch> epochs = new ArrayList<>(state.epochs());
        epochs.add(epoch);
        if (improved) {
            model.weights().copyTo(best);
            if (directory.isPresent()) {
                RunDirectory run = directory.get();
                Uninterrupted.run(() -> run.saveBest(number, best));
            }
        }
        state = new RunState(
                state.fingerprint(), state.step(), number, 0, 0, 0, epochs, improved ? number : state.bestEpoch());
        if (metrics.isPresent()) {
            metrics.get().append(state.step(), epoch);
        }
        if (directory.isPresent()) {
            save();
        }
        listener.epoch(epoch);
    }

    private boolean isBest(Scores scores) {
        if (state.bestEpoch() == 0) {
            return true;
        }
        Scores before = state.epochs().get(state.bestEpoch() - 1).validation().orElseThrow();
        return scores.betterThan(before, options.bestBy());
    }

    private void save() throws IOException {
        if (directory.isPresent()) {
            RunDirectory run = directory.get();
            var arrays = new RunDirectory.Arrays(model.weights(), optimiser.first(), optimiser.second(), best);
            Uninterrupted.run(() -> run.save(state, arrays));
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

    /** Runs the model over validation data. */
    private record Evaluator(TrainableModel model, Dataset data, List<Encoding> encodings) {

        Scores evaluate() {
            int labels = model.labels();
            float[] logits = new float[data.size() * labels];
            for (Batch batch : Batches.byLength(encodings, EVALUATION_BATCH, EVALUATION_TOKENS)) {
                float[] part = model.logits(batch.tokens());
                for (int i = 0; i < batch.rows().length; i++) {
                    System.arraycopy(part, i * labels, logits, batch.rows()[i] * labels, labels);
                }
            }
            return Scores.of(data.labelIds(), logits, labels);
        }
    }
}

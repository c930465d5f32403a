package io.github.emotion4j.data.tokenize.pretrained;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.github.emotion4j.data.InvalidDataException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts the parts of a tokenizer together: vocabulary, added tokens, those with a role, and all that the class builds around them. */
final class Assembly {

    private final TokenizerSource source;
    private final TokenizerSettings settings;
    private final Optional<TokenizerClass> built;
    private final boolean named;
    private final AddedVocabulary added;
    private final Map<String, SpecialToken> roles = new LinkedHashMap<>();

    /**
     * @param built the class that builds the tokenizer anew; empty if {@code tokenizer.json} is taken as it is
     * @param named whether the folder names the class; otherwise it was guessed from the files
     */
    Assembly(TokenizerSource source, TokenizerSettings settings, Optional<TokenizerClass> built, boolean named) {
        this.source = source;
        this.settings = settings;
        this.built = built;
        this.named = named;
        this.added = new AddedVocabulary(source.vocabulary());
    }

    /** The whole, with the most tokens of a text. */
    PretrainedTokenizer tokenizer(int limit) throws InvalidDataException {
        if (built.isEmpty()) {
            source.added().forEach(added::add);
        }
        Set<AddedToken> before = Set.copyOf(added.tokens());
        addTokens();
        boolean unchanged = built.isEmpty() && before.equals(Set.copyOf(added.tokens()));
        String json = unchanged ? source.text() : json().toString();
        return new PretrainedTokenizer(
                json,
                limit,
                keepsEnd(),
                segments(),
                added.size(),
                source.vocabulary().unknownId(),
                added.ids(),
                roles);
    }

    private JsonObject json() throws InvalidDataException {
        JsonObject json = source.saved();
        if (built.isPresent()) {
            requireRoles(built.get());
            json = built.get()
                    .build(new TokenizerClass.Ingredients(
                            source.vocabulary(), settings, roles, source.saved(), source.place(), named));
            json.addProperty("version", "1.0");
        }
        json.add("added_tokens", added.json());
        json.add("truncation", JsonNull.INSTANCE);
        json.add("padding", JsonNull.INSTANCE);
        return json;
    }

    /** In the order in which transformers adds them, since it decides on their ids: added ones, those with a role, further special ones. */
    private void addTokens() {
        var fresh = new ArrayList<AddedToken>();
        settings.added().forEach(fresh::add);
        fresh.removeAll(new HashSet<>(added.tokens()));
        Set<String> there = contents(added.tokens());
        there.addAll(contents(fresh));
        Map<String, AddedToken> withRole = tokensWithRole();
        var further = new ArrayList<>(withRole.values());
        further.addAll(extras());
        further.removeIf(token -> there.contains(token.content()));
        fresh.addAll(further);
        Set<String> special = contents(withRole.values());
        fresh.forEach(token -> added.add(special.contains(token.content()) ? token.asSpecial() : token));
        withRole.forEach((role, token) ->
                added.id(token.content()).ifPresent(id -> roles.put(role, new SpecialToken(token.content(), id))));
    }

    private Map<String, AddedToken> tokensWithRole() {
        var tokens = new LinkedHashMap<String, AddedToken>();
        for (String role : TokenizerSettings.ROLES) {
            if (settings.states(role)) {
                settings.stated(role).ifPresent(value -> tokens.put(role, stated(role, value)));
            } else {
                built.map(TokenizerClass::roles)
                        .map(defaults -> defaults.get(role))
                        .filter(this::isThere)
                        .ifPresent(content -> tokens.put(role, built.get().token(role, content)));
            }
        }
        if (built.isEmpty()
                && !settings.states("pad_token")
                && source.saved().get("padding") instanceof JsonObject padding) {
            tokens.put("pad_token", written(padding.get("pad_token")));
        }
        settings.furtherRoles().forEach((role, value) -> tokens.put(role, written(value)));
        return tokens;
    }

    private AddedToken stated(String role, JsonElement value) {
        String content = TokenizerSettings.content(value);
        return settings.added(content)
                .orElseGet(() -> AddedToken.describes(value) || built.isEmpty()
                        ? written(value)
                        : built.get().token(role, content));
    }

    private List<AddedToken> extras() {
        if (settings.statesExtras() || built.isEmpty()) {
            return settings.extras().stream().map(Assembly::written).toList();
        }
        return built.get().extras().stream()
                .filter(this::isThere)
                .map(AddedToken::special)
                .toList();
    }

    private static AddedToken written(JsonElement value) {
        return AddedToken.describes(value)
                ? AddedToken.of(value.getAsJsonObject(), true)
                : AddedToken.special(value.getAsString());
    }

    /** A default of the class that the vocabulary does not have is not forced on it: the model has no embedding for it. */
    private boolean isThere(String content) {
        return source.vocabulary().id(content).isPresent()
                || settings.added(content).isPresent()
                || source.added().stream().anyMatch(token -> token.content().equals(content));
    }

    private void requireRoles(TokenizerClass of) throws InvalidDataException {
        for (String role : of.required()) {
            SpecialToken token = roles.get(role);
            boolean known = token != null && isThere(token.content());
            boolean pieces = of.vocabulary().equals("WordPiece") && role.equals("unk_token"); // the pieces' own
            if (!known || pieces && source.vocabulary().id(token.content()).isEmpty()) {
                throw new InvalidDataException(
                        source.place(),
                        "has no "
                                + (token != null ? token.content() : of.roles().get(role)) + " among its "
                                + source.vocabulary().size() + " tokens; expected a vocabulary of a "
                                + of.className() + " (" + role + " may be named in " + TokenizerSettings.FILE + ")");
            }
        }
    }

    private boolean keepsEnd() throws InvalidDataException {
        String side =
                settings.stated("truncation_side").map(JsonElement::toString).orElse("\"right\"");
        if (!side.equals("\"left\"") && !side.equals("\"right\"")) {
            throw new InvalidDataException(
                    settings.file().toString(), "\"truncation_side\" is " + side + "; expected \"left\" or \"right\"");
        }
        return side.equals("\"left\"");
    }

    private boolean segments() {
        return settings.stated("model_input_names")
                .filter(JsonArray.class::isInstance)
                .map(names -> names.getAsJsonArray().asList().stream()
                        .anyMatch(name -> name.getAsString().equals("token_type_ids")))
                .orElseGet(() -> built.map(TokenizerClass::segments).orElse(!named));
    }

    private static Set<String> contents(Iterable<AddedToken> tokens) {
        var contents = new HashSet<String>();
        tokens.forEach(token -> contents.add(token.content()));
        return contents;
    }
}

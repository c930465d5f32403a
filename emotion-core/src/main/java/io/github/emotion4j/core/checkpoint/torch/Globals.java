package io.github.emotion4j.core.checkpoint.torch;

import java.io.IOException;

/** The names and calls that a pickle may use; everything else it asks for is refused here. */
interface Globals {

    /**
     * What stands for a name. It is compared with the few that are known and looked up nowhere else.
     *
     * @throws io.github.emotion4j.core.checkpoint.InvalidModelException naming it, if it is not one of them
     */
    Object named(String module, String name);

    /**
     * The value of a call.
     *
     * @param callee should be what {@link #named} gave, but may be any value
     * @throws io.github.emotion4j.core.checkpoint.InvalidModelException if it cannot be called, or not with these
     */
    Object call(Object callee, Pickled.Tuple arguments);

    /**
     * What lies outside of the pickle.
     *
     * @param id as the pickle gives it, of any kind
     * @throws io.github.emotion4j.core.checkpoint.InvalidModelException if there is no such thing
     * @throws IOException if it cannot be read
     */
    Object persistent(Object id) throws IOException;
}

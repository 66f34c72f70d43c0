/**
 * How settings are written in options, files and messages: a kind, and what it needs, as in {@code
 * linear:0.2,0.01}. What is printed can be parsed, and gives an equal setting.
 */
@NullMarked
package org.latent4j.models.text;

import org.jspecify.annotations.NullMarked;

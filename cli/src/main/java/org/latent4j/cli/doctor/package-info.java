/**
 * How fast a backend is on this machine.
 *
 * <p>Start at {@link org.latent4j.cli.doctor.SpeedTest}. It times the backend's own entry points,
 * so that what tensors and programs add is left out.
 */
@NullMarked
package org.latent4j.cli.doctor;

import org.jspecify.annotations.NullMarked;

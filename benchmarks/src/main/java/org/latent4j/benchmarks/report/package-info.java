/**
 * Results as files, and the page that shows them. {@link org.latent4j.benchmarks.report.Report}
 * writes it from whatever results there are, so that parts can be measured again by themselves.
 */
package org.latent4j.benchmarks.report;

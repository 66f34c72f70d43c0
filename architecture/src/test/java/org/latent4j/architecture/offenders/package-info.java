/** Classes that each break a rule on purpose, to show that the rule finds them. */
package org.latent4j.architecture.offenders;

/** Models of latent variables, the data they learn from and the ways to train and judge them. */
package org.latent4j.models;

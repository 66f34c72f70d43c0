package org.latent4j.models.io;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, by which data and files are known again. */
public final class Sha256 {

  private Sha256() {}

  /** {@return a digest that nothing was added to} */
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /**
   * {@return the hash of what was added, in hexadecimal; the digest begins anew}
   *
   * @param digest what {@link #begin} gave
   */
  public static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * {@return the hash of what was added until now, in hexadecimal; the digest goes on}
   *
   * @param digest what {@link #begin} gave
   */
  public static String hexSoFar(MessageDigest digest) {
    try {
      return hex((MessageDigest) digest.clone());
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException("SHA-256 can be copied", impossible);
    }
  }
}

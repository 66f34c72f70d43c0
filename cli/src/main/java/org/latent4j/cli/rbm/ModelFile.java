package org.latent4j.cli.rbm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.latent4j.cli.data.DataRecipe;
import org.latent4j.cli.run.OptionsFile;
import org.latent4j.cli.run.RunFolder;
import org.latent4j.models.rbm.RbmModel;

/**
 * A trained model as the user names it: the folder of its run, or the file itself.
 *
 * @param file the file
 * @param model its content
 * @param recipe how the run prepared its data, if the folder of the run tells
 */
public record ModelFile(Path file, RbmModel model, Optional<DataRecipe> recipe) {

  /**
   * Reads a model.
   *
   * @param named a folder of a run or a model file
   * @return the model, with the recipe of its data where the options of the run lie beside it
   * @throws org.latent4j.models.io.DataFormatException if the model is missing or damaged
   * @throws org.latent4j.cli.console.CommandException if the options of the run are damaged
   */
  public static ModelFile open(Path named) {
    Path file = Files.isDirectory(named) ? named.resolve(RunFolder.MODEL) : named;
    RbmModel model = RbmModel.load(file);
    Path options = file.resolveSibling(RunFolder.OPTIONS);
    Optional<DataRecipe> recipe =
        Files.isRegularFile(options)
            ? OptionsFile.read(options, "data", DataRecipe.class)
            : Optional.empty();
    return new ModelFile(file, model, recipe);
  }
}

import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/**
 * Validates PDF files with veraPDF's library: {@code Vera PROFILE FILE [PROFILE FILE ...]}, where a profile is
 * 2a, 3a, ua1 and so on. Writes one line per finding, its parts separated by tabs:
 *
 * <pre>
 * PASS  profile  file  assertions
 * FAIL  profile  file  clause  times  message
 * ERROR profile  file  message
 * </pre>
 *
 * Always exits with 0: judging is done by vera.py, which reads these lines and misses none.
 */
public final class Vera {
  private static final String PROFILES = "/org/verapdf/pdfa/validation/";

  public static void main(String[] arguments) {
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      String profile = arguments[i];
      String file = arguments[i + 1];
      try {
        validate(profile, file);
      } catch (Exception error) {
        print("ERROR", profile, file, error.toString());
      }
    }
  }

  private static void validate(String profile, String file) throws Exception {
    PDFAFlavour flavour = PDFAFlavour.fromString(profile);
    if (flavour == PDFAFlavour.NO_FLAVOUR) {
      throw new IllegalArgumentException("unknown profile");
    }
    try (InputStream pdf = new FileInputStream(new File(file));
        PDFAParser parser = Foundries.defaultInstance().createParser(pdf, flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(load(profile), false)) {
      ValidationResult result = validator.validate(parser);
      if (result.isCompliant()) {
        print("PASS", profile, file, String.valueOf(result.getTotalAssertions()));
        return;
      }
      Map<String, Integer> times = new LinkedHashMap<>();
      Map<String, String> first = new LinkedHashMap<>();
      for (TestAssertion assertion : result.getTestAssertions()) {
        if (assertion.getStatus() == TestAssertion.Status.FAILED) {
          String clause = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
          times.merge(clause, 1, Integer::sum);
          first.putIfAbsent(clause, assertion.getMessage() + " @ " + assertion.getLocation().getContext());
        }
      }
      for (Map.Entry<String, Integer> entry : times.entrySet()) {
        print("FAIL", profile, file, entry.getKey(), String.valueOf(entry.getValue()), first.get(entry.getKey()));
      }
      if (times.isEmpty()) {
        throw new IllegalStateException("not compliant, but no clause is named");
      }
    }
  }

  private static ValidationProfile load(String profile) throws Exception {
    String name = profile.startsWith("ua") ? "PDFUA-" + profile.substring(2) : "PDFA-" + profile.toUpperCase();
    try (InputStream xml = Vera.class.getResourceAsStream(PROFILES + name + ".xml")) {
      if (xml == null) {
        throw new IllegalArgumentException("no rules for the profile");
      }
      return Profiles.profileFromXml(xml);
    }
  }

  private static void print(String... parts) {
    StringBuilder line = new StringBuilder();
    for (String part : parts) {
      line.append(line.length() == 0 ? "" : "\t").append(part.replaceAll("\\s+", " "));
    }
    System.out.println(line);
  }
}

// Judges files as PDF/A-1b by Apache PDFBox Preflight: one line a file, "valid" or the first faults.
import java.io.File;
import org.apache.pdfbox.preflight.PreflightDocument;
import org.apache.pdfbox.preflight.ValidationResult;
import org.apache.pdfbox.preflight.parser.PreflightParser;

public class Preflight1b {
    public static void main(String[] names) throws Exception {
        int bad = 0;
        for (String name : names) {
            StringBuilder said = new StringBuilder();
            try {
                PreflightParser parser = new PreflightParser(new File(name));
                parser.parse();
                try (PreflightDocument document = parser.getPreflightDocument()) {
                    document.validate();
                    ValidationResult result = document.getResult();
                    if (!result.isValid()) {
                        for (ValidationResult.ValidationError error : result.getErrorsList()) {
                            said.append(" ").append(error.getErrorCode()).append(" ").append(error.getDetails()).append(";");
                            if (said.length() > 400) break;
                        }
                    }
                }
            } catch (Exception error) {
                said.append(" ").append(error);
            }
            boolean valid = said.length() == 0;
            if (!valid) bad++;
            System.out.println((valid ? "valid  " : "INVALID") + " " + name + said);
        }
        System.exit(bad == 0 ? 0 : 1);
    }
}

import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.*;
import org.apache.lucene.index.*;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.*;
import org.apache.lucene.store.ByteBuffersDirectory;

/** Lucene, the engine within Elasticsearch, over what main.py read from the files for Elasticsearch: documents, then queries, line by line. */
public final class Ask {
    private static final Analyzer WORDS = new WhitespaceAnalyzer();

    public static void main(String[] files) throws Exception {
        var folder = new ByteBuffersDirectory();
        try (var writer = new IndexWriter(folder, new IndexWriterConfig(WORDS))) {
            var document = new Document();
            for (String line : Files.readAllLines(Path.of(files[0]))) {
                if (line.isEmpty()) {
                    writer.addDocument(document);
                    document = new Document();
                    continue;
                }
                String[] cells = line.split("\t", 3);
                document.add(field(cells[0], cells[1], cells[2]));
            }
            writer.forceMerge(1);
        }
        var searcher = new IndexSearcher(DirectoryReader.open(folder));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var asked = new BooleanQuery.Builder();
        var prior = new BooleanQuery.Builder();
        for (String line : Files.readAllLines(Path.of(files[1]))) {
            if (!line.isEmpty()) {
                String[] cells = line.split("\t", 5);
                (cells[0].equals("must") ? asked : prior).add(query(cells), BooleanClause.Occur.SHOULD);
                continue;
            }
            prior.add(asked.build(), BooleanClause.Occur.MUST);
            var codes = new ArrayList<String>();
            for (ScoreDoc hit : searcher.search(prior.build(), 3).scoreDocs) {
                codes.add(searcher.doc(hit.doc).get("code"));
            }
            out.println(String.join(" ", codes));
            asked = new BooleanQuery.Builder();
            prior = new BooleanQuery.Builder();
        }
    }

    private static IndexableField field(String kind, String name, String value) {
        switch (kind) {
            case "keyword":
                return new StringField(name, value, Field.Store.YES);
            case "integer":
                return new IntPoint(name, Integer.parseInt(value));
            default:
                var type = new FieldType(TextField.TYPE_NOT_STORED);
                type.setOmitNorms(kind.equals("run"));
                return new Field(name, value, type);
        }
    }

    private static Query query(String[] cells) throws Exception {
        switch (cells[1]) {
            case "term":
                return new BoostQuery(new TermQuery(new Term(cells[2], cells[4])), Float.parseFloat(cells[3]));
            case "range":
                var range = IntPoint.newRangeQuery(cells[2], Integer.parseInt(cells[4]), Integer.MAX_VALUE);
                return new BoostQuery(new ConstantScoreQuery(range), Float.parseFloat(cells[3]));
            default:
                var parser = new QueryParser(cells[2], WORDS);
                parser.setDefaultOperator(cells[3].equals("AND") ? QueryParser.Operator.AND : QueryParser.Operator.OR);
                return parser.parse(cells[4]);
        }
    }
}

using SideBySide.Measure.Steps;

namespace SideBySide.Tests.Measure;

/// <summary>The rule for counting the code of the steps, on sources that are small enough to count by hand; and the record of the counts.</summary>
public sealed class CodeCountTests
{
    [Theory]
    [InlineData(0, "")]
    [InlineData(0, "// nothing\n\n/* over\n   lines */\n")]
    [InlineData(0, "using System;\nusing static System.Math;\nnamespace A.B;\n")]
    [InlineData(1, "namespace A\n{\n    class C\n    {\n    }\n}\n")]
    [InlineData(2, "/// <summary>No line.</summary>\nclass C // one\n{\n    int _x; // two\n}\n")]
    [InlineData(2, "class C\n{\n    int[] _x = [1\n    ];\n}\n")] // ]; alone does not count
    [InlineData(2, "class C { void M() { using var x = A(); } }\nclass D;\n")] // this using is a statement
    public void Lines_are_where_code_stands(int lines, string source) => Assert.Equal(lines, CodeCounter.Of(source).Lines);

    [Fact]
    public void A_text_over_several_lines_counts_as_many_but_for_its_empty_ones() =>
        Assert.Equal(5, CodeCounter.Of("class C\n{\n    string _x = \"\"\"\n        a\n\n        b\n        \"\"\";\n}\n").Lines);

    [Theory]
    [InlineData(0, "x++;")]
    [InlineData(1, "if (a) x++; else x--;")]
    [InlineData(2, "if (a) x++; else if (b) x--;")]
    [InlineData(2, "if (a && b) x++;")]
    [InlineData(3, "if (a || b && c) x++;")]
    [InlineData(1, "x = a ? 1 : 2;")]
    [InlineData(1, "s = s ?? t;")]
    [InlineData(1, "s ??= t;")]
    [InlineData(1, "a = x is 1 or 2;")]
    [InlineData(2, "a = x is > 1 and < 5 or 7;")]
    [InlineData(2, "switch (x) { case 1: break; case 2: break; default: break; }")]
    [InlineData(2, "switch (x) { case 1: case > 7 when a: break; }")]
    [InlineData(2, "x = x switch { 1 => 2, 3 => 4, _ => 5 };")]
    [InlineData(2, "x = x switch { 1 => 2, _ when a => 4, _ => 5 };")]
    [InlineData(4, "for (;;) { } foreach (var y in z) { } while (a) { } do { } while (b);")]
    [InlineData(1, "foreach (var (y, w) in z) { }")]
    [InlineData(2, "try { } catch (E) { } catch { } finally { }")]
    [InlineData(0, "// if (a && b)\ns = \"if (a)\";")]
    [InlineData(1, "void Local() { if (a) x++; }")]
    public void Branches_are_decisions(int branches, string statements) =>
        Assert.Equal(branches, CodeCounter.Of($"class C {{ void M() {{ {statements}\n }} }}").Branches);

    // UPDATE_DOCS=1 counts again.
    [Fact]
    public async Task The_record_is_what_the_sources_count()
    {
        var counted = MeasuredSteps.All
            .Select(step => (step.Id, Count: CodeCounter.Of(step.Files.Select(file => File.ReadAllText(Path.Combine(Repository.Root, file))))))
            .ToArray();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            var lines = counted.Select(step => $$"""  "{{step.Id}}": { "lines": {{step.Count.Lines}}, "branches": {{step.Count.Branches}} }""");
            await File.WriteAllTextAsync(Path.Combine(Repository.Root, "SideBySide", "Measure", "Steps", "code-counts.json"),
                "{\n" + string.Join(",\n", lines) + "\n}\n", TestContext.Current.CancellationToken);
            return;
        }

        Assert.Equal(counted, MeasuredSteps.All.Select(step => (step.Id, step.Count)));
    }
}

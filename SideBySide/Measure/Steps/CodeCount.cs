using System.Text.Json;
using SideBySide.Language;

namespace SideBySide.Measure.Steps;

/// <summary>The size of C# code and its number of decisions, see <see cref="Rule"/>.</summary>
/// <param name="Lines">Lines of code.</param>
/// <param name="Branches">Decisions.</param>
public readonly record struct CodeCount(int Lines, int Branches)
{
    /// <summary>The rule of counting.</summary>
    public static LocalizedText Rule { get; } = new(
        "Lines are lines of code: not blank, not only a comment, not using or namespace, not only brackets. Branches are decisions: "
        + "if, ?:, ??, && and ||, \"and\" and \"or\" in patterns, each case or arm of a switch but the default, loops, catch.",
        "行数指代码行：不含空行、纯注释、using 与 namespace，也不含只有括号的行。分支指判断：if、?:、??、&& 与 ||、模式中的 and 与 or、"
        + "switch 的每个 case 或分支（默认分支除外）、循环、catch。");

    /// <summary>
    /// The counts of each step's sources, by the step's id. A test makes them: <c>docs/refresh-tables steps</c> counts again, and the test
    /// fails while the record differs from the sources. The program itself needs no C# parser.
    /// </summary>
    public static IReadOnlyDictionary<string, CodeCount> Recorded { get; } = Read();

    private static Dictionary<string, CodeCount> Read()
    {
        using var record = typeof(CodeCount).Assembly.GetManifestResourceStream("code-counts.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, CodeCount>>(record, JsonSerializerOptions.Web)!;
    }
}

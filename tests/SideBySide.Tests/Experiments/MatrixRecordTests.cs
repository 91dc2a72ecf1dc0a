using System.Globalization;
using SideBySide.Cli;
using SideBySide.Experiments;
using SideBySide.Servers;

namespace SideBySide.Tests.Experiments;

/// <summary>
/// <c>docs/matrix.json</c> agrees with the catalogue's expectations, and the tables of the documents agree with it. These tests run no
/// experiment; <c>docs/refresh-tables</c> updates the record and the tables.
/// </summary>
public sealed class MatrixRecordTests
{
    private static readonly MatrixRecord s_record = MatrixRecord.Parse(Readme.Read(MatrixRecord.Path).Text);

    private static readonly Catalogue s_catalogue = Catalogue.Read(Catalogue.Folder);

    public static TheoryData<string> Ids => [.. s_catalogue.All.Select(experiment => experiment.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Holds_what_the_catalogue_expects(string id)
    {
        var cells = Assert.Contains(id, s_record.Experiments);
        Assert.All(s_catalogue.Find(id)!.Expect, expected =>
        {
            var outcome = Assert.Contains(expected.Key, cells).Outcome;
            Assert.True(outcome is not null && expected.Value.Pattern.Matches(OutcomePattern.Parse(outcome)),
                $"{expected.Key}: expected \"{expected.Value.Pattern}\", recorded \"{outcome}\"");
        });
    }

    [Fact]
    public void Holds_every_server_and_no_other_experiment()
    {
        Assert.Equal(TargetServer.OwnIds, s_record.Servers.Select(server => server.Id));
        Assert.Equal(s_catalogue.All.Select(experiment => experiment.Id).Order(), s_record.Experiments.Keys.Order());
    }

    [Fact]
    public void Is_written_as_it_is_read() => Assert.Equal(Readme.Read(MatrixRecord.Path).Text, s_record.ToJson());

    [Theory]
    [InlineData("docs/matrix.md", "en")]
    [InlineData("docs/matrix.zh-CN.md", "zh-CN")]
    public void The_matrix_of_the_documents_is_made_from_it(string document, string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

        Assert.Equal(MatrixReport.Markdown(s_record, s_catalogue.All), Between(document, "matrix"));
    }

    [Theory]
    [InlineData("docs/steps.md", "en")]
    [InlineData("docs/steps.zh-CN.md", "zh-CN")]
    public void The_steps_of_the_documents_are_made_from_it(string document, string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

        Assert.Equal(StepsReport.Of(s_record).ToMarkdown(), Between(document, "steps"));
    }

    // docs/refresh-tables takes them from the long table.
    [Theory]
    [InlineData("README.md", "docs/steps.md")]
    [InlineData("README.zh-CN.md", "docs/steps.zh-CN.md")]
    public void The_short_table_of_the_readme_has_four_columns_of_the_long_one(string readme, string document)
    {
        var rows = Between(document, "steps").Split('\n').Where(line => line.StartsWith('|')).Select(line => line.Split(" | ")).ToArray();

        Assert.All(rows, row => Assert.Equal(6, row.Length));
        Assert.Equal(
            rows.Select(row => string.Join(" | ", row[0].Replace("](../", "](", StringComparison.Ordinal), row[3], row[4], row[5])),
            Between(readme, "steps").TrimEnd('\n').Split('\n'));
    }

    private static string Between(string document, string name)
    {
        var text = Readme.Read(document).Text;
        var begin = text.IndexOf('\n', text.IndexOf($"<!-- {name}:", StringComparison.Ordinal)) + 1;
        return text[begin..text.IndexOf($"<!-- end of {name} -->", StringComparison.Ordinal)].TrimEnd('\n') + "\n";
    }
}

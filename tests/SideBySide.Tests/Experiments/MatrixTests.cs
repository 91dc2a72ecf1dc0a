using System.Globalization;
using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Rooms;
using SideBySide.Staircase;
using SideBySide.Terminal;

namespace SideBySide.Tests.Experiments;

/// <summary>Every experiment, on every server of the house, shows what the catalogue says.</summary>
public sealed class MatrixTests(MatrixFixture fixture) : IClassFixture<MatrixFixture>
{
    public static TheoryData<string> Ids => [.. MatrixFixture.Catalogue.All.Select(experiment => experiment.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Shows_what_the_catalogue_expects(string id)
    {
        var matrix = await fixture.Matrix;
        var experiment = MatrixFixture.Catalogue.Find(id)!;

        Assert.All(matrix.Targets.Where(target => experiment.Expect.ContainsKey(target.Id)), target =>
        {
            var cell = matrix[experiment, target];
            if (cell.Outcome is null)
                Assert.Skip($"{id} on {target.Name}: {cell.WhyNot?.En}");
            Assert.True(cell.IsExpected, $"{target.Id}: expected \"{experiment.Expect[target.Id].Pattern}\", saw \"{cell.Summary}\". {OutcomeWords.Of(cell).En}\n"
                + string.Join('\n', cell.Events.Select(e => $"{e.At.TotalMilliseconds,8:0.0} {e.Connection} {e.Kind} {e.Error}{e.Note} {SideBySide.Wire.Visible.Text(e.Bytes.Span[..Math.Min(200, e.Bytes.Length)])}")));
        });
    }

    [Fact]
    public async Task Each_deviation_of_the_framework_is_explained_and_no_other()
    {
        var matrix = await fixture.Matrix;
        var minimal = matrix.Targets.Single(target => target.Id == RoomPlan.Minimal.Id);
        var deviating = matrix.Experiments.Where(experiment => matrix[experiment, minimal].Verdict is Verdict.Discouraged or Verdict.Forbidden);

        Assert.Equal(
            MatrixFixture.Catalogue.All.Where(experiment => experiment.Deviations.ContainsKey(RoomPlan.Minimal.Id)).Select(experiment => experiment.Id),
            deviating.Select(experiment => experiment.Id));
    }
}

/// <summary>The tables of the READMEs are what is observed now; <c>docs/refresh-tables</c> writes them anew.</summary>
public sealed class ReadmeTableTests(MatrixFixture fixture) : IClassFixture<MatrixFixture>
{
    [Theory]
    [InlineData("README.md", "en")]
    [InlineData("README.zh-CN.md", "zh-CN")]
    public async Task Shows_the_matrix_as_it_is(string document, string language)
    {
        var matrix = await fixture.Matrix;
        SkipWithoutPrograms(matrix);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

        Assert.Equal(MatrixText.Markdown(matrix), Between(document, "matrix"));
    }

    [Theory]
    [InlineData("README.md", "en")]
    [InlineData("README.zh-CN.md", "zh-CN")]
    public async Task Shows_the_staircase_as_it_is(string document, string language)
    {
        SkipWithoutPrograms(await fixture.Matrix);
        var matrix = (await fixture.Matrix).Without(RoomPlan.Raw.Id);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

        Assert.Equal(new StaircaseReport(StaircaseSteps.All, matrix.Scores, FeatureCount.In(matrix)).ToMarkdown(), Between(document, "staircase"));
    }

    // A program that is not installed leaves its cells empty. The continuous check has them all, and skips nothing.
    private static void SkipWithoutPrograms(Matrix matrix)
    {
        var unasked = matrix.Cells.Values.FirstOrDefault(cell => cell.Outcome is null && cell.Experiment.AppliesTo(cell.Target));
        Assert.SkipWhen(unasked is not null, $"{unasked?.Experiment.Id}: {unasked?.WhyNot?.En}");
    }

    private static string Between(string document, string name)
    {
        var text = Readme.Read(document).Text;
        var begin = text.IndexOf('\n', text.IndexOf($"<!-- {name}:", StringComparison.Ordinal)) + 1;
        return text[begin..text.IndexOf($"<!-- end of {name} -->", StringComparison.Ordinal)].TrimEnd('\n') + "\n";
    }
}

/// <summary>The whole matrix, run once.</summary>
public sealed class MatrixFixture : IAsyncLifetime
{
    private readonly CancellationTokenSource _stop = new();
    private SideBySide.Rooms.House? _house;

    public static Catalogue Catalogue { get; } = Catalogue.Read(Catalogue.Folder);

    public Task<Matrix> Matrix { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _house = await FreeHouse.OpenAsync(TestContext.Current.CancellationToken);
        Matrix = SideBySide.Experiments.Matrix.RunAsync(new Runner(TimeProvider.System, patience: 2), Catalogue.All, Target.All(_house), null, _stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _stop.Dispose();
        await _house!.DisposeAsync();
    }
}

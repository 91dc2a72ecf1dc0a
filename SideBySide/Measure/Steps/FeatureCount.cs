using System.Globalization;
using SideBySide.Experiments;
using SideBySide.Language;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Measure.Steps;

/// <summary>A feature that only the complete server has, not a step.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Experiments">The number of experiments that show it.</param>
public sealed record FeatureCount(LocalizedText Name, int Experiments)
{
    private static readonly (LocalizedText Name, string[] Routes)[] s_routes =
    [
        (new("files and ranges", "文件与范围"), ["/files/"]),
        (new("forms", "表单"), ["/form "]),
        (new("cookies", "Cookie"), ["/visits "]),
        (new("streaming", "流式传输"), ["/stream/"]),
    ];

    /// <summary>Counts the features in the outcomes of the complete server, if it was part of the run; an experiment may show
    /// several.</summary>
    public static IReadOnlyList<FeatureCount> In(Matrix matrix)
    {
        if (matrix.Targets.FirstOrDefault(target => target.Id == ServerDefinitions.HandRolled.Id) is not { } server)
            return [];
        var shown = matrix.Experiments.Where(experiment => matrix[experiment, server].Outcome is not null).ToArray();
        return
        [
            .. s_routes.Select(route => new FeatureCount(route.Name, shown.Count(experiment => Asks(experiment, route.Routes)))),
            new(new("TLS", "TLS"), shown.Count(experiment => experiment.Over == Transport.Tls)),
            new(new("rejections that name the broken rule", "说明违反了哪条规则的拒绝响应"),
                shown.Count(experiment => matrix[experiment, server].Outcome!.Connections.Any(connection => connection.Reason is not null))),
        ];
    }

    /// <summary>All features in a sentence.</summary>
    public static LocalizedText Sentence(IReadOnlyList<FeatureCount> features) => new(
        $"The complete server has features that no step has. The number of experiments that show each of them: {List(features, ", ", count => count.Name.En)}; "
            + "and graceful shutdown, which the fault tests show (docs/reliability.md).",
        $"完整的服务器还有五步都没有的功能，数字是体现该功能的实验数：{List(features, "、", count => count.Name.Zh)}；还有优雅停机，见故障测试（docs/reliability.zh-CN.md）。");

    private static bool Asks(Experiment experiment, string[] routes) =>
        experiment.Steps.OfType<SendStep>().Any(send => routes.Any(route => send.Text.Contains($" {route}", StringComparison.Ordinal)));

    private static string List(IReadOnlyList<FeatureCount> features, string separator, Func<FeatureCount, string> name) =>
        string.Join(separator, features.Select(feature => string.Create(CultureInfo.InvariantCulture, $"{name(feature)} {feature.Experiments}")));
}

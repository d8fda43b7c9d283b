using Dialtone.Core.Findings;

namespace Dialtone.Core.Tests.Findings;

/// <summary>What findings say to people.</summary>
internal static class Texts
{
    /// <summary>Title and directions, a line each.</summary>
    public static string Of(Finding finding) => string.Join(
        '\n', finding.Directions.SelectMany(direction => new[] { direction.Text, direction.Command ?? "" })
            .Prepend(finding.Title));

    public static void ShouldTell(Finding finding, string told)
    {
        ShouldBeWhole(finding);
        Of(finding).ShouldContain(told);
    }

    /// <summary>Every place of the title has a value, and the evidence suffices for one direction at least.</summary>
    public static void ShouldBeReadable(Finding finding)
    {
        Direction.PlacesIn(finding.Definition.Title).ShouldBeSubsetOf(finding.Values.Keys, finding.ToString());
        finding.Directions.ShouldNotBeEmpty(finding.ToString());
    }

    /// <summary>No place of the title is left without a value, and no direction is lost for want of one.</summary>
    public static void ShouldBeWhole(Finding finding)
    {
        finding.Title.ShouldNotContain("<");
        finding.Title.ShouldNotContain("{");
        finding.Directions.Length.ShouldBe(
            finding.Definition.Directions.Length + (finding.Diagnosis is null ? 0 : 1), finding.ToString());
    }
}

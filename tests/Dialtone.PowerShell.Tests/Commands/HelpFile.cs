using System.Management.Automation;
using System.Xml.Linq;
using Dialtone.PowerShell.Tests.Running;

namespace Dialtone.PowerShell.Tests.Commands;

/// <summary>
/// The help of the module. What a cmdlet is for, and examples, are written by hand; syntax and parameters are what the
/// cmdlets say of themselves. <c>DIALTONE_ACCEPT=1 ./test PowerShell</c> rewrites these two.
/// </summary>
internal static class HelpFile
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";

    /// <summary>The file with both parts as the cmdlets are now.</summary>
    public static XDocument Updated(Session session, XDocument help)
    {
        var updated = new XDocument(help);
        foreach (var element in updated.Root!.Elements(Command + "command"))
        {
            var name = (string)element.Element(Command + "details")!.Element(Command + "name")!;
            var cmdlet = (CmdletInfo)session.Run($"Get-Command {name}").Only.BaseObject;
            element.Element(Command + "syntax")!.ReplaceWith(Syntax(cmdlet));
            element.Element(Command + "parameters")!.ReplaceWith(Parameters(cmdlet));
        }

        return updated;
    }

    private static XElement Syntax(CmdletInfo cmdlet) => new(
        Command + "syntax",
        cmdlet.ParameterSets.OrderByDescending(set => set.IsDefault).Select(set => new XElement(
            Command + "syntaxItem",
            new XElement(Maml + "name", cmdlet.Name),
            Own(set.Parameters).Select(parameter => Parameter(
                parameter.Name, parameter.ParameterType, parameter.IsMandatory, parameter.Position,
                parameter.ValueFromPipeline, parameter.ValueFromPipelineByPropertyName, parameter.Aliases, null)))));

    private static XElement Parameters(CmdletInfo cmdlet) => new(
        Command + "parameters",
        cmdlet.ParameterSets.OrderByDescending(set => set.IsDefault).SelectMany(set => Own(set.Parameters))
            .DistinctBy(parameter => parameter.Name)
            .Select(parameter => Parameter(
                parameter.Name, parameter.ParameterType, parameter.IsMandatory, parameter.Position,
                parameter.ValueFromPipeline, parameter.ValueFromPipelineByPropertyName, parameter.Aliases,
                parameter.HelpMessage)));

    private static XElement Parameter(
        string name, Type type, bool isMandatory, int position, bool fromPipeline, bool byName,
        IEnumerable<string> aliases, string? help) => new(
            Command + "parameter",
            new XAttribute("required", isMandatory),
            new XAttribute("variableLength", type.IsArray),
            new XAttribute("globbing", name == "Code"),
            new XAttribute("pipelineInput", (fromPipeline, byName) switch
            {
                (true, _) => "true (ByValue, ByPropertyName)",
                (_, true) => "true (ByPropertyName)",
                _ => "false",
            }),
            new XAttribute("position", position >= 0 ? $"{position}" : "named"),
            new XAttribute("aliases", aliases.Any() ? string.Join(", ", aliases) : "none"),
            new XElement(Maml + "name", name),
            help is null ? null : new XElement(Maml + "description", new XElement(Maml + "para", help)),
            type == typeof(SwitchParameter) ? null : new XElement(
                Command + "parameterValue", new XAttribute("required", "true"),
                new XAttribute("variableLength", type.IsArray), NameOf(type)));

    private static string NameOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type).Name;

    private static IEnumerable<CommandParameterInfo> Own(IEnumerable<CommandParameterInfo> parameters) =>
        parameters.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name));
}

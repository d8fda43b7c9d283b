using System.CommandLine;

namespace Dialtone.Cli.Options;

/// <summary>An option that names a file to be read. Whether it can be read is found out where it is.</summary>
internal static class FileOption
{
    public static Option<FileInfo?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILE",
        CustomParser = result =>
        {
            var path = result.Tokens[0].Value;
            if (path.Length == 0 || Directory.Exists(path))
            {
                result.AddError($"{name} takes a file; '{path}' is not one.");
                return null;
            }

            return new FileInfo(path);
        },
    };
}

// Starts `studybook lsp` for the Markdown, the tables of words and the settings of a guide. All else is the server's.
"use strict";

const { commands, window, workspace } = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

let client;

async function start() {
    const command = workspace.getConfiguration("studybook").get("path", "studybook");
    const server = { command, args: ["lsp"], transport: TransportKind.stdio };
    const documentSelector = ["**/*.md", "**/book.toml", "**/*words.csv"].map((pattern) => ({ scheme: "file", pattern }));
    client = new LanguageClient("studybook", "studybook", server, { documentSelector });
    try {
        await client.start();
    } catch (error) {
        window.showErrorMessage(`studybook: \`${command} lsp\` did not start: ${error.message}`);
    }
}

async function stop() {
    await client?.dispose();
    client = undefined;
}

exports.activate = async (context) => {
    const restart = async () => {
        await stop();
        await start();
    };
    context.subscriptions.push(commands.registerCommand("studybook.restart", restart));
    await start();
};

exports.deactivate = stop;
